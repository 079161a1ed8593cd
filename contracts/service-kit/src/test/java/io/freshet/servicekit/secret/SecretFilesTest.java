package io.freshet.servicekit.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.freshet.servicekit.failure.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    @TempDir
    private Path directory;

    @Test
    void a_secret_is_of_its_namespace_and_is_what_the_file_says_now() throws Exception {
        SecretFiles secrets = new SecretFiles(directory);
        assertTrue(missing(secrets.find("prod", "hook")).contains("prod.hook"));

        Files.writeString(directory.resolve("prod.hook"), "one\n");
        assertEquals(new SecretFiles.Known(List.of("one")), secrets.find("prod", "hook"));
        assertInstanceOf(SecretFiles.Missing.class, secrets.find("test", "hook"));

        Files.writeString(directory.resolve("prod.hook"), "two\n\n one \n");
        SecretFiles.Known known = assertInstanceOf(SecretFiles.Known.class, secrets.find("prod", "hook"));
        assertEquals(List.of("two", "one"), known.values());
        assertEquals("two", known.value());
        assertEquals("a secret", known.toString());
    }

    @Test
    void what_is_no_secret_is_said_without_what_it_is() throws Exception {
        SecretFiles secrets = new SecretFiles(directory);
        Files.writeString(directory.resolve("prod.empty"), " \n");
        Files.writeString(directory.resolve("prod.large"), "x".repeat(SecretFiles.MAX_BYTES + 1));
        Files.createDirectory(directory.resolve("prod.directory"));

        assertTrue(missing(secrets.find("prod", "empty")).contains("empty"));
        assertTrue(missing(secrets.find("prod", "large")).length() < 200);
        assertThrows(UnavailableException.class, () -> secrets.find("prod", "directory"));
        assertThrows(IllegalArgumentException.class, () -> secrets.find("prod", "../hook"));
        assertTrue(missing(new SecretFiles(null).find("prod", "hook")).contains("freshet.secrets.directory"));
    }

    private static String missing(SecretFiles.Secret secret) {
        return assertInstanceOf(SecretFiles.Missing.class, secret).problem();
    }
}
