package dev.patchbay.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.local.testfunction.FunctionZip;
import dev.patchbay.local.testfunction.ScriptedHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AotCachesTest {
    private static final String CODE = "actions-0123456789abcdef";

    @TempDir
    private Path folder;

    @Test
    void onlyCodeThatIsStartedOftenIsRecorded() {
        AotCaches caches = new AotCaches(folder);

        for (int i = 0; i < AotCaches.WORTHWHILE; i++) {
            assertThat(caches.start(CODE)).isEqualTo(AotCaches.Start.PLAIN);
        }
        assertThat(caches.start(CODE).recording()).isPresent();
    }

    @Test
    void oneStackRecordsOneJvmAtATimeAndNoOtherStackTheSameCode() {
        AotCaches caches = new AotCaches(folder);
        AotCaches.Recording recording = recording(caches);

        assertThat(caches.start(CODE)).isEqualTo(AotCaches.Start.PLAIN);
        assertThat(new AotCaches(folder).start(CODE)).isEqualTo(AotCaches.Start.PLAIN);
        recording.abandon();
        assertThat(recording(new AotCaches(folder)).cache()).isEqualTo(recording.cache());
    }

    @Test
    void finishedCacheIsUsedAndTakesThePlaceOfEarlierOnes() throws IOException {
        Path earlier = Files.writeString(folder.resolve("actions-fedcba9876543210.aot"), "");
        Path another = Files.writeString(folder.resolve("action-gmail-fedcba9876543210.aot"), "");
        AotCaches caches = new AotCaches(folder);
        AotCaches.Recording recording = recording(caches);

        Files.writeString(recording.unfinished(), "");
        recording.finish();

        assertThat(caches.start(CODE).options()).containsExactly("-XX:AOTCache=" + recording.cache());
        assertThat(earlier).doesNotExist();
        assertThat(another).exists();
    }

    @Test
    void recordingOfAProcessThatIsGoneIsTakenOver() throws IOException {
        Files.writeString(folder.resolve(CODE + ".recording"), "999999999999");

        assertThat(recording(new AotCaches(folder)).claim())
                .hasContent(String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void recordingThatEndsTwiceDoesNotEndTheNext() {
        AotCaches caches = new AotCaches(folder);
        AotCaches.Recording first = recording(caches);
        first.abandon();
        AotCaches.Recording next = recording(caches);

        first.abandon();
        first.finish();

        assertThat(next.claim()).exists();
        assertThat(caches.start(CODE)).isEqualTo(AotCaches.Start.PLAIN);
    }

    @Test
    void folderThatCannotBeMadeOnlyMeansNoCache() throws IOException {
        AotCaches caches =
                new AotCaches(Files.writeString(folder.resolve("file"), "").resolve("aot"));

        for (int i = 0; i <= AotCaches.WORTHWHILE; i++) {
            assertThat(caches.start(CODE)).isEqualTo(AotCaches.Start.PLAIN);
        }
    }

    @Test
    void cacheThatCannotBeStoredIsAbandoned() throws IOException {
        AotCaches.Recording recording = recording(new AotCaches(folder));
        Files.createDirectories(recording.cache().resolve("taken"));
        Files.writeString(recording.unfinished(), "");

        recording.finish();

        assertThat(recording.unfinished()).doesNotExist();
        assertThat(recording.claim()).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void stoppedStackLeavesACacheAndADamagedOneHarmsNothing() throws IOException {
        FunctionZip.write(folder.resolve("f.zip"));
        try (Functions functions = functions()) {
            functions.invoke("Scripted", "1").orThrow();
        }
        Files.write(only(".starts"), new byte[AotCaches.WORTHWHILE]);
        try (Functions functions = functions()) {
            functions.invoke("Scripted", "1").orThrow();
        }
        assertThat(only(".aot")).isNotEmptyFile();
        try (Functions functions = functions()) {
            assertThat(functions.invoke("Scripted", "2").orThrow()).isEqualTo("2");
        }

        Files.writeString(only(".aot"), "damaged");
        try (Functions functions = functions()) {
            assertThat(functions.invoke("Scripted", "3").orThrow()).isEqualTo("3");
        }
    }

    private static AotCaches.Recording recording(AotCaches caches) {
        return Stream.generate(() -> caches.start(CODE).recording())
                .limit(AotCaches.WORTHWHILE + 1)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    private Path only(String end) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".patchbay").resolve("aot"))) {
            return files.filter(file -> file.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Functions functions() {
        FunctionResource function = new FunctionResource(
                "Scripted",
                "s-Scripted",
                "arn:aws:lambda:us-east-1:000000000000:function:s-Scripted",
                "f.zip",
                ScriptedHandler.class.getName(),
                Duration.ofSeconds(60),
                128,
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty());
        return Functions.start(
                List.of(function),
                new Functions.Settings(
                        folder,
                        URI.create("http://127.0.0.1:1"),
                        "us-east-1",
                        FunctionRuntime.NATIVE,
                        1,
                        new FunctionLog(Optional.empty(), Clock.systemUTC()),
                        Clock.systemUTC()));
    }
}
