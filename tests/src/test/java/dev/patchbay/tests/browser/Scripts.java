package dev.patchbay.tests.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The JavaScript in {@code docs/connect-from-your-product.md}, as a reader copies it. */
final class Scripts {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("project.root"), "docs", "connect-from-your-product.md");
    private static final Pattern BLOCK = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

    private Scripts() {}

    /** The module {@code patchbay.js}. */
    static String library() {
        return block(0);
    }

    /** The page that goes to the consent page itself. */
    static String redirect() {
        return block(1);
    }

    /** The page that opens the consent page in a popup. */
    static String popup() {
        return block(2);
    }

    private static String block(int number) {
        try {
            List<String> blocks = BLOCK.matcher(Files.readString(DOCUMENT))
                    .results()
                    .map((MatchResult block) -> block.group(1))
                    .toList();
            return blocks.get(number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
