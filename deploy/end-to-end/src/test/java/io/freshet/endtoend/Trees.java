package io.freshet.endtoend;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Sha256;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;

/** Directory trees, to compare. */
final class Trees {
    private Trees() {}

    /** The text of every file below a directory, by relative path. */
    static Map<String, String> texts(Path directory) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (String file : contents(directory).keySet()) {
            texts.put(file, Files.readString(directory.resolve(file)));
        }
        return texts;
    }

    /** The content hash of every file below a directory, by relative path. */
    static Map<String, Fingerprint> contents(Path directory) throws IOException {
        Map<String, Fingerprint> contents = new TreeMap<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                contents.put(directory.relativize(file).toString(), Sha256.of(file));
                return FileVisitResult.CONTINUE;
            }
        });
        return contents;
    }
}
