package dev.patchbay.tenant;

/** A person in a workspace, known by the {@code sub} of the token: 1 to 256 characters. */
public record MemberId(String value) {
    /** @throws IllegalArgumentException if the value is blank or too long */
    public MemberId {
        if (value.isBlank() || value.length() > 256) {
            throw new IllegalArgumentException("A member id has 1 to 256 characters");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
