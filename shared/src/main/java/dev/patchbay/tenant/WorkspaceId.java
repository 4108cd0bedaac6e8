package dev.patchbay.tenant;

import java.util.regex.Pattern;

/**
 * The tenant that every record, key, quota and query belongs to. 1 to 128 characters of letters, digits and {@code _ . : -},
 * so that it can stand in a key, an encryption context or a URL without being escaped and never holds the {@code |} that
 * separates the fields of the vault's authenticated data.
 */
public record WorkspaceId(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,127}");

    /** @throws IllegalArgumentException if the value is empty, too long or holds another character */
    public WorkspaceId {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "A workspace id has 1 to 128 letters, digits or _ . : - and starts with a letter or digit");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
