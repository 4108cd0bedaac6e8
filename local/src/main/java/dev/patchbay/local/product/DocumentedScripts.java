package dev.patchbay.local.product;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The JavaScript in {@code docs/connect-from-your-product.md}, as a reader copies it. */
record DocumentedScripts(String library, String redirect, String popup) {
    private static final Pattern BLOCK = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

    /** @throws IllegalStateException if the document has other scripts than these three */
    static DocumentedScripts of(Path project) {
        Path document = project.resolve("docs/connect-from-your-product.md");
        try {
            List<String> blocks = BLOCK.matcher(Files.readString(document))
                    .results()
                    .map((MatchResult block) -> block.group(1))
                    .toList();
            if (blocks.size() != 3) {
                throw new IllegalStateException(
                        document + " has " + blocks.size() + " scripts; the library and two pages are expected");
            }
            return new DocumentedScripts(blocks.get(0), blocks.get(1), blocks.get(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
