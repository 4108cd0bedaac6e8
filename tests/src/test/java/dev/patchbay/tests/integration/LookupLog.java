package dev.patchbay.tests.integration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Prints each host name that the JVM looks up, one per line: a request to another host must look the name up first. Prints to standard
 * error, since a rehearsal redirects standard output. The JVM finds this class through {@code META-INF/services}.
 */
public final class LookupLog extends InetAddressResolverProvider {
    static final String MARK = "#lookup ";

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Recording(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "lookup-log";
    }

    /** @param real the resolver that answers */
    record Recording(InetAddressResolver real) implements InetAddressResolver {
        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            if (!host.equals("localhost")) {
                System.err.println(MARK + host);
            }
            return real.lookupByName(host, policy);
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            return real.lookupByAddress(address);
        }
    }
}
