package dev.patchbay.local.aws;

import java.io.Serial;

/** Another process listens on a port that the local stack needs. The message names the port, its purpose and the fix. */
public final class PortTaken extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public PortTaken(LocalPort port, Exception cause) {
        super(
                "Port " + port.number() + ", for " + port.purpose()
                        + ", is taken: stop what listens there or choose another with " + port.flag() + " PORT.",
                cause);
    }
}
