package io.freshet.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The broker's log directory: formatted once, with a cluster id of its own, and then left alone. */
final class BrokerStorage {

    private static final String FORMATTED = "meta.properties";

    private BrokerStorage() {}

    /** Formats the directory unless it is; a format that was cut short is done again. */
    static void format(Path logDirectory) {
        if (Files.exists(logDirectory.resolve(FORMATTED))) {
            return;
        }
        try {
            Files.createDirectories(logDirectory);
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(logDirectory.toString())
                    .addDirectory(logDirectory.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) { // so declared by Formatter.run
            throw new EmbeddedServerException("Cannot format " + logDirectory + ": " + e.getMessage(), e);
        }
    }
}
