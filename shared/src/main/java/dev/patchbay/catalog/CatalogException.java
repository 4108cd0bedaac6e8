package dev.patchbay.catalog;

import java.io.Serial;

/** A provider's YAML file is wrong. The message names the file, the field and the allowed values. */
public final class CatalogException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    CatalogException(String file, String field, String allowed) {
        super(file + ": " + field + ": " + allowed);
    }

    CatalogException(String file, String field, String allowed, Throwable cause) {
        super(file + ": " + field + ": " + allowed, cause);
    }
}
