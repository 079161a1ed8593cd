package io.freshet.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SessionTest {
    @Test
    void takes_the_data_directory_that_the_environment_names() {
        Session session = session(Map.of("FRESHET_DATA", "/srv/freshet", "HOME", "/home/alice"));

        assertEquals(Path.of("/srv/freshet"), session.data().path());
    }

    @Test
    void has_its_data_below_the_home_directory_else() {
        assertEquals(
                Path.of("/home/alice/.freshet"),
                session(Map.of("HOME", "/home/alice", "FRESHET_DATA", ""))
                        .data()
                        .path());
    }

    @Test
    void is_as_wide_as_the_terminal_says_if_that_is_a_width() {
        assertEquals(120, session(Map.of("COLUMNS", "120")).width());
        assertEquals(Integer.MAX_VALUE, session(Map.of("COLUMNS", "-1")).width());
        assertEquals(Integer.MAX_VALUE, session(Map.of()).width());
    }

    private static Session session(Map<String, String> environment) {
        return new Session(environment, InstantSource.system());
    }
}
