package io.freshet.kubernetes.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of a small application, on no base. */
final class ImageTarballTest {
    private static final ImageSpec SPEC =
            new ImageSpec("freshet-example", Path.of("example-service"), "org.example.Main", OptionalInt.of(8080));

    @TempDir
    private Path directory;

    @Test
    void the_same_application_gives_the_same_bytes_wherever_and_whenever_it_is_built() throws Exception {
        Path first = write(repository("here"), "one");
        Path second = write(repository("there/deeper"), "two");

        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    @Test
    void what_changed_since_the_last_build_is_in_the_next() throws Exception {
        Path repository = repository("repository");
        Path before = write(repository, "image");
        String layer = manifest(before).at("/0/Layers/1").asText();
        Files.writeString(repository.resolve("example-service/target/freshet-example-service-1.jar"), "mended");

        Path after = write(repository, "image");

        assertNotEquals(layer, manifest(after).at("/0/Layers/1").asText());
    }

    @Test
    void it_runs_as_nobody_in_particular_with_a_fixed_class_path() throws Exception {
        Path tarball = write(repository("repository"), "image");

        JsonNode config = config(tarball);
        assertEquals("10001:10001", config.at("/config/User").asText());
        assertEquals(
                "[\"java\",\"@/app/java.args\"]",
                config.at("/config/Entrypoint").toString());
        assertEquals("{\"8080/tcp\":{}}", config.at("/config/ExposedPorts").toString());
        assertEquals("1970-01-01T00:00:01Z", config.at("/created").asText());
        List<String> arguments = Files.readAllLines(directory.resolve("image/staged/java.args"));
        assertEquals(
                "/app/lib/freshet-example-service-1.jar:/app/lib/a-2.jar:/app/lib/b-1.jar",
                arguments.get(arguments.indexOf("-cp") + 1));
        assertEquals("org.example.Main", arguments.getLast());
    }

    @Test
    void libraries_ours_and_configuration_are_layers_and_the_cache_is_the_last() throws Exception {
        Path repository = repository("repository");
        StagedApplication application = stage(repository, "cached");
        Files.writeString(application.cache(), "what was learnt");

        Path tarball = directory.resolve("cached.tar");
        images("cached").write(application, tarball);

        List<List<String>> layers = layers(tarball);
        assertEquals(
                List.of(
                        List.of("app/lib/a-2.jar", "app/lib/b-1.jar"),
                        List.of("app/lib/freshet-example-service-1.jar"),
                        List.of("app/java.args", "app/logback.xml"),
                        List.of("app/freshet.aot")),
                layers);
        assertTrue(Files.readAllLines(directory.resolve("cached/staged/java.args"))
                .contains("-XX:AOTCache=/app/freshet.aot"));
    }

    private Path write(Path repository, String name) throws Exception {
        Path tarball = directory.resolve(name + ".tar");
        images(name).write(stage(repository, name), tarball);
        return tarball;
    }

    private ImageTarball images(String name) {
        return new ImageTarball("scratch", "1", directory.resolve(name + "-layers"));
    }

    private StagedApplication stage(Path repository, String name) throws IOException {
        return StagedApplication.stage(SPEC, repository, directory.resolve(name).resolve("staged"));
    }

    private Path repository(String place) throws IOException {
        Path root = directory.resolve(place);
        Path target = Files.createDirectories(root.resolve("example-service/target"));
        Path libraries = Files.createDirectories(root.resolve("libraries"));
        Path a = Files.writeString(libraries.resolve("a-2.jar"), "a");
        Path b = Files.writeString(libraries.resolve("b-1.jar"), "b");
        Files.writeString(target.resolve("freshet-example-service-1.jar"), "ours");
        Files.writeString(target.resolve("runtime.classpath"), b + ":" + a);
        return root;
    }

    private static JsonNode config(Path tarball) throws IOException {
        String name = manifest(tarball).at("/0/Config").asText();
        return new ObjectMapper().readTree(entry(tarball, name));
    }

    private static JsonNode manifest(Path tarball) throws IOException {
        return new ObjectMapper().readTree(entry(tarball, "manifest.json"));
    }

    private static List<List<String>> layers(Path tarball) throws IOException {
        List<List<String>> layers = new ArrayList<>();
        for (JsonNode layer : manifest(tarball).at("/0/Layers")) {
            List<String> files = new ArrayList<>();
            try (TarArchiveInputStream tar = new TarArchiveInputStream(
                    new GZIPInputStream(new ByteArrayInputStream(entry(tarball, layer.asText()))))) {
                for (TarArchiveEntry file = tar.getNextEntry(); file != null; file = tar.getNextEntry()) {
                    assertEquals(1, file.getLastModifiedTime().toInstant().getEpochSecond(), file.getName());
                    if (file.isFile()) {
                        files.add(file.getName());
                    }
                }
            }
            layers.add(files);
        }
        return layers;
    }

    private static byte[] entry(Path tarball, String name) throws IOException {
        try (InputStream file = Files.newInputStream(tarball);
                TarArchiveInputStream tar = new TarArchiveInputStream(file)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return tar.readAllBytes();
                }
            }
        }
        throw new IOException(name + " is not in " + tarball);
    }
}
