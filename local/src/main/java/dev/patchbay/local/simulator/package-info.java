/**
 * The providers that Patchbay connects to, simulated over HTTP on one port of the loopback interface: each under a
 * prefix ({@code /google}, {@code /slack}, …), with the provider's own paths, shapes, status codes, rotation and
 * revocation below it, as {@code docs/providers} describes them.
 *
 * <pre>{@code
 * try (Simulators simulators = Simulators.start(0)) {
 *     URI google = simulators.baseUrl("google");            // http://127.0.0.1:PORT/google
 *     URI back = new Person().allow(authorizationUrl, "john@gmail.com");
 *     simulators.google().misbehave(new Misbehaviour.DropAfterActing("/messages/send", 1));
 *     assertThat(simulators.google().mails()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>The same by HTTP: {@code GET /_simulator} lists what can be read and changed. State is in memory; what is granted can
 * survive a restart in a file, for which this imports {@code aws}.
 */
@NullMarked
package dev.patchbay.local.simulator;

import org.jspecify.annotations.NullMarked;
