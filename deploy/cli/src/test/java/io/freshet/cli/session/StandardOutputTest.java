package io.freshet.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

final class StandardOutputTest {
    @Test
    void remembers_that_the_disk_is_full_and_not_that_the_reader_has_gone() {
        assertEquals("No space left on device", problemAfter("No space left on device"));
        assertNull(problemAfter("Broken pipe"));
    }

    @Test
    void writes_through_what_can_be_written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StandardOutput output = new StandardOutput(bytes);

        print(output);

        assertNull(output.problem());
        assertEquals("answer", bytes.toString(java.nio.charset.StandardCharsets.UTF_8));
    }

    private static String problemAfter(String failure) {
        StandardOutput output = new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(failure);
            }
        });
        print(output);
        return output.problem();
    }

    private static void print(StandardOutput output) {
        PrintWriter out = new PrintWriter(output, false, java.nio.charset.StandardCharsets.UTF_8);
        out.print("answer");
        out.flush();
    }
}
