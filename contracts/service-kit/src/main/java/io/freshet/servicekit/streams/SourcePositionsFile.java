package io.freshet.servicekit.streams;

import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.LocalDisk;
import io.freshet.servicekit.disk.RecordFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The positions on disk, beside the stores. A file that is damaged is as absent. */
final class SourcePositionsFile {
    private static final Logger LOG = LoggerFactory.getLogger(SourcePositionsFile.class);

    private final Path file;
    private final DurableFiles files = new DurableFiles(LocalDisk.SYNCED);

    SourcePositionsFile(Path file) {
        this.file = file;
    }

    SourcePositions read() throws IOException {
        byte[] framed;
        try {
            framed = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return SourcePositions.NONE;
        }
        Optional<byte[]> content = RecordFrame.unwrap(framed);
        if (content.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .log("Positions on disk are damaged; only the committed offsets say what was read");
            return SourcePositions.NONE;
        }
        Map<String, String> topicIds = new HashMap<>();
        Map<TopicPartition, Long> next = new HashMap<>();
        for (String line :
                new String(content.get(), StandardCharsets.UTF_8).lines().toList()) {
            List<String> words = List.of(line.split(" ", -1));
            if (words.size() == 2) {
                topicIds.put(words.getFirst(), words.get(1));
            } else {
                next.put(
                        new TopicPartition(words.getFirst(), Integer.parseInt(words.get(1))),
                        Long.parseLong(words.get(2)));
            }
        }
        return new SourcePositions(topicIds, next);
    }

    void write(SourcePositions positions) throws IOException {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(positions.topicIds())
                .forEach(
                        (topic, id) -> text.append(topic).append(' ').append(id).append('\n'));
        positions
                .next()
                .forEach((partition, offset) -> text.append(partition.topic())
                        .append(' ')
                        .append(partition.partition())
                        .append(' ')
                        .append(offset)
                        .append('\n'));
        files.createParent(file);
        files.replace(file, RecordFrame.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
