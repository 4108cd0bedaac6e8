package dev.patchbay.tests.integration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Tells each host whose address the JVM looks up, in a line of its own: who calls somebody off the loopback interface has to look the
 * name up first. On standard error, since a rehearsal turns standard output away. Found by the JVM through {@code META-INF/services}.
 */
public final class LookupLog extends InetAddressResolverProvider {
    static final String MARK = "#lookup ";

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new Telling(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "telling";
    }

    /** @param real what answers */
    record Telling(InetAddressResolver real) implements InetAddressResolver {
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
