package dev.patchbay.local.aws;

import java.io.Serial;

/** Something else listens on a port that the local stack needs. The message says which, what for, and what to do. */
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
