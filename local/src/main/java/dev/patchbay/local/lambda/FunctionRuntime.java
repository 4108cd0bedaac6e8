package dev.patchbay.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import dev.patchbay.local.runtimeloop.JavaRuntimeLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** What stands between a function and the Runtime API. */
public enum FunctionRuntime {
    /** AWS's runtime interface client, as in Lambda. Linux only: it has a native half. */
    NATIVE {
        @Override
        List<String> prepare(Path folder) {
            String library = library();
            Path file = folder.resolve(library);
            // The client would unpack it to a fixed place for all JVMs, where two that start together disturb each
            // other.
            copy("/jni/" + library, file);
            return List.of("-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + file);
        }

        @Override
        String mainClass() {
            return AWSLambda.class.getName();
        }
    },

    /** The same contract in plain Java, for every system. */
    JAVA {
        @Override
        List<String> prepare(Path folder) {
            String file = classFile(JavaRuntimeLoop.class);
            copy("/" + file, loop(folder).resolve(file));
            return List.of();
        }

        @Override
        String mainClass() {
            return JavaRuntimeLoop.class.getName();
        }
    };

    /** {@link #NATIVE} where it runs. */
    public static FunctionRuntime ofThisMachine() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux") ? NATIVE : JAVA;
    }

    /** Puts what it needs into the folder; answers with JVM options. */
    abstract List<String> prepare(Path folder);

    abstract String mainClass();

    /** AWS's jars of the runtime client. */
    static List<Path> jars() {
        return Stream.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class)
                .map(FunctionRuntime::location)
                .toList();
    }

    /** Where the loop's only class is, so that a function's classes stay its own. */
    static Path loop(Path folder) {
        return folder.resolve("loop");
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " is at no path.", e);
        }
    }

    private static String classFile(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    private static String library() {
        boolean arm = System.getProperty("os.arch").contains("aarch64");
        boolean musl = Files.exists(Path.of("/lib/ld-musl-" + (arm ? "aarch64" : "x86_64") + ".so.1"));
        return "libaws-lambda-jni.linux" + (musl ? "_musl" : "") + (arm ? "-aarch_64" : "-x86_64") + ".so";
    }

    private static void copy(String resource, Path file) {
        try (InputStream content = FunctionRuntime.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IllegalStateException(resource + " is not on the class path.");
            }
            Files.createDirectories(file.getParent());
            Files.copy(content, file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written.", e);
        }
    }
}
