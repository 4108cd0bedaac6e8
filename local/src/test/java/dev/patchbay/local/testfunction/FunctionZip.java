package dev.patchbay.local.testfunction;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.joda.time.DateTime;

/** Zips the handlers of this package as the build zips a function: classes at the root, jars under {@code lib/}. */
public final class FunctionZip {
    private FunctionZip() {}

    /** Writes the zip, and answers with its path. */
    public static Path write(Path file) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Class<?> handler :
                    List.of(ScriptedHandler.class, HttpEchoHandler.class, BatchHandler.class, ChangeHandler.class)) {
                String name = handler.getName().replace('.', '/') + ".class";
                add(zip, name, location(handler).resolve(name));
            }
            for (Class<?> library : List.of(Context.class, APIGatewayV2HTTPEvent.class, DateTime.class)) {
                Path jar = location(library);
                add(zip, "lib/" + jar.getFileName(), jar);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("The test function cannot be zipped.", e);
        }
    }

    /** Writes the zip as {@code f.zip} beside this {@code template.yaml}. */
    public static void project(Path folder, String template) throws IOException {
        write(folder.resolve("f.zip"));
        Files.writeString(folder.resolve("template.yaml"), template);
    }

    private static void add(ZipOutputStream zip, String name, Path content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(content, zip);
        zip.closeEntry();
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " is at no path.", e);
        }
    }
}
