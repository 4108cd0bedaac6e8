package dev.patchbay.tests.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.local.template.FunctionResource;
import dev.patchbay.tests.fixture.AwsUnderTest;
import dev.patchbay.tests.fixture.AwsUnderTest.Aws;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A cold start pays for what it uses only. */
@Tag("aws")
@ExtendWith(AwsUnderTest.class)
class ColdStartTest {
    private static final Path PROJECT = Path.of(System.getProperty("project.root"));

    private final Aws aws;

    @TempDir
    private Path folder = Path.of("");

    ColdStartTest(Aws aws) {
        this.aws = aws;
    }

    @Test
    void listingIntegrationsMakesNoClientButDynamoDbs() throws IOException {
        FunctionResource function = aws.stack().functions().stream()
                .filter(one -> one.handler().contains("ConnectionsHandler"))
                .findFirst()
                .orElseThrow();
        Path loaded = folder.resolve("loaded");
        Map<String, String> variables = Map.of(
                "AWS_REGION",
                "us-east-1",
                "AWS_ACCESS_KEY_ID",
                "LOCAL" + function.logicalId(),
                "AWS_SECRET_ACCESS_KEY",
                "local",
                "AWS_ENDPOINT_URL",
                aws.endpoint().toString(),
                "AWS_LAMBDA_FUNCTION_NAME",
                "cold",
                "JAVA_TOOL_OPTIONS",
                "-Xlog:class+load:file=" + loaded);

        try (RehearsedJvm jvm = RehearsedJvm.start(function, unpacked(function), variables)) {
            assertThat(jvm.call(Files.readString(PROJECT.resolve("events/connections.json")))
                            .result())
                    .contains("statusCode=200");
        }

        assertThat(Files.readString(loaded))
                .contains("dynamodb.DefaultDynamoDbClient", "dev.patchbay.catalog.CompiledProvider")
                .doesNotContain(
                        "kms.DefaultKmsClient",
                        "sqs.DefaultSqsClient",
                        "secretsmanager.DefaultSecretsManagerClient",
                        "jdk.internal.net.http.HttpClientImpl",
                        "sun.security.ssl.SSLContextImpl$DefaultSSLContext",
                        "org.yaml.snakeyaml",
                        "com.fasterxml.jackson.dataformat.yaml",
                        "org.apache.logging",
                        "software.amazon.cloudwatchlogs.emf");
    }

    private Path unpacked(FunctionResource function) throws IOException {
        Path code = folder.resolve("code");
        try (FileSystem zip = FileSystems.newFileSystem(PROJECT.resolve(function.codeUri()));
                Stream<Path> entries = Files.walk(zip.getPath("/"))) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Path target = code.resolve(entry.toString().substring(1));
                if (Files.isDirectory(entry)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(entry, target);
                }
            }
        }
        return code;
    }
}
