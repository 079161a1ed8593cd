package io.freshet.launcher.dataplane;

import io.freshet.launcher.dataplane.PublicationRecords.Reading;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes through the records of all published partitions once, without holding them in memory. For one thread. */
public final class PublishedPartitions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedPartitions.class);

    private final PublicationRecords records;
    private final Deque<Path> directories = new ArrayDeque<>();
    private Optional<DirectoryStream<Path>> open = Optional.empty();
    private Iterator<Path> files = Collections.emptyIterator();

    PublishedPartitions(PublicationRecords records) throws IOException {
        this.records = records;
        if (Files.isDirectory(records.directory())) {
            try (Stream<Path> namespaces = Files.list(records.directory())) {
                for (Path namespace : (Iterable<Path>) namespaces::iterator) {
                    try (Stream<Path> datasets = Files.list(namespace)) {
                        datasets.forEach(directories::add);
                    } catch (NotDirectoryException e) {
                        // Somebody else's.
                    }
                }
            }
        }
    }

    /** The next one; empty at the end. */
    public Optional<PublishedPartition> next() throws IOException {
        while (true) {
            try {
                if (files.hasNext()) {
                    Path file = files.next();
                    if (records.isRecord(file) && read(file) instanceof Reading.Known(PublishedPartition partition)) {
                        return Optional.of(partition);
                    }
                } else if (!openNext()) {
                    return Optional.empty();
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
    }

    /** One that the disk does not give keeps nobody from the others. */
    private Reading read(Path file) {
        try {
            return records.read(file);
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file)
                    .setCause(e)
                    .log("The record of a published partition cannot be read now; the others are looked at");
            return new Reading.Absent();
        }
    }

    @SuppressWarnings("StreamResourceLeak") // closed at the next one, or with this
    private boolean openNext() throws IOException {
        close();
        Path directory = directories.poll();
        if (directory == null) {
            return false;
        }
        try {
            DirectoryStream<Path> stream = Files.newDirectoryStream(directory);
            open = Optional.of(stream);
            files = stream.iterator();
        } catch (NotDirectoryException e) {
            files = Collections.emptyIterator();
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
            open = Optional.empty();
        }
    }
}
