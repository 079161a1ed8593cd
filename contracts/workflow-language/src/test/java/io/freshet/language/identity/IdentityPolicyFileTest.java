package io.freshet.language.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityPolicyFileTest {
    private static final String FIRST = """
            apiVersion: freshet.io/v1
            kind: IdentityPolicy
            identities: {etl: {user: 20001, group: 20001}}
            rules: [{name: all, namespaces: ["*"], installers: ["*"], identities: [etl], default: etl}]
            """;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("identities.yaml");
        Files.writeString(file, FIRST);
    }

    @Test
    void a_change_holds_from_then_on() throws IOException {
        IdentityPolicyFile policy = new IdentityPolicyFile(file);
        assertEquals(20_001, user(policy));

        Files.writeString(file, FIRST.replace("20001", "20002"));

        assertEquals(20_002, user(policy));
    }

    @Test
    void a_file_that_is_replaced_as_mounted_configuration_is_holds_at_once() throws IOException {
        Path first = Files.writeString(directory.resolve("first"), FIRST);
        Path second = Files.writeString(directory.resolve("second"), FIRST.replace("20001", "20002"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), first);
        IdentityPolicyFile policy = new IdentityPolicyFile(link);

        Files.move(
                Files.createSymbolicLink(directory.resolve("next"), second),
                link,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);

        assertEquals(20_002, user(policy));
    }

    @Test
    void the_last_good_one_holds_while_the_file_is_broken_or_gone() throws IOException {
        IdentityPolicyFile policy = new IdentityPolicyFile(file);

        Files.writeString(file, FIRST.replace("20001", "0"));
        assertEquals(20_001, user(policy));
        Files.writeString(file, "");
        assertEquals(20_001, user(policy));
        Files.write(file, "\u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(20_001, user(policy));
        Files.delete(file);
        assertEquals(20_001, user(policy));
        Files.writeString(file, FIRST);
        assertEquals(20_001, user(policy));
        Files.writeString(file, FIRST.replace("20001", "20003"));
        assertEquals(20_003, user(policy));
    }

    @Test
    void nothing_starts_with_a_broken_one() throws IOException {
        Files.writeString(file, FIRST.replace("20001", "0"));

        IllegalArgumentException broken =
                assertThrows(IllegalArgumentException.class, () -> new IdentityPolicyFile(file));
        assertThrows(IllegalArgumentException.class, () -> new IdentityPolicyFile(directory.resolve("nothing")));

        assertTrue(String.valueOf(broken.getMessage()).contains("identities.yaml:3:26: 0 is root"), broken::toString);
    }

    private static int user(IdentityPolicyFile policy) {
        IdentityDecision decision = policy.current().decide("prod", "alice", null);
        return assertInstanceOf(IdentityDecision.Granted.class, decision)
                .identity()
                .user();
    }
}
