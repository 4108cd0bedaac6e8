package dev.patchbay.local.template;

import java.io.Serial;
import java.util.List;

/** The template cannot be run locally. Holds every problem found, one sentence each, so that all can be fixed together. */
public final class TemplateException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    public TemplateException(List<String> problems) {
        super("The template cannot be run locally:\n  " + String.join("\n  ", problems));
    }
}
