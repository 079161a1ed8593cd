package io.freshet.launcher.process;

import io.freshet.launcher.attempt.RecordFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The right to run an attempt's command: a file that only one can create. The wrapper creates it before the command begins, and so records
 * itself; a launcher that takes up an attempt whose wrapper has not got that far creates it instead, and then that wrapper ends without
 * running anything. Each start has a claim of its own, numbered from 1.
 */
sealed interface Claim {
    /** Nobody has it yet. */
    record Free() implements Claim {}

    /** A launcher has given it up: what it was for will not run. */
    record Given() implements Claim {}

    /** It was taken, and it is not (or not yet) said by whom. */
    record Nameless() implements Claim {}

    /** A wrapper took it. */
    record Taken(Instant begun, String boot, ProcessStat process) implements Claim {}

    String GIVEN = "given up\n";
    /** Of a claim; what is longer was not written by a wrapper. */
    int MOST_BYTES = 1024;

    static Path file(Path directory, int number) {
        return directory.resolve("start." + number);
    }

    static Claim read(Path file) throws IOException {
        Optional<byte[]> content = RecordFiles.read(file, MOST_BYTES);
        if (content.isEmpty()) {
            return new Free();
        }
        String text = new String(content.get(), StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\n")) {
            return new Nameless();
        }
        if (text.equals(GIVEN)) {
            return new Given();
        }
        String[] parts = text.strip().split(" ", 3);
        try {
            return new Taken(Instant.parse(parts[0]), parts[1], ProcessStat.parse(parts[2]));
        } catch (DateTimeParseException | IndexOutOfBoundsException | IllegalArgumentException e) {
            // Damaged by a power failure: nobody can be found by it.
            return new Nameless();
        }
    }

    /** Creates the claim for nobody; false if it is taken. */
    static boolean giveUp(Path file) throws IOException {
        try {
            Files.writeString(file, GIVEN, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
