package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.json.EventJson;
import io.freshet.servicekit.disk.DurableBatch;
import io.freshet.servicekit.disk.DurableFiles;
import io.freshet.servicekit.disk.RecordFrame;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results of actions, by namespace and key. A later result with the same key replaces an earlier one; both are right. */
final class ActionStore {
    private static final Logger LOG = LoggerFactory.getLogger(ActionStore.class);

    private final StorageRoot root;
    private final DurableFiles files;
    private final ObjectStore objects;
    private final CrashPoints crashPoints;

    ActionStore(StorageRoot root, DurableFiles files, ObjectStore objects, CrashPoints crashPoints) {
        this.root = root;
        this.files = files;
        this.objects = objects;
        this.crashPoints = crashPoints;
    }

    /** The result; empty if there is none. One that cannot be read is moved aside and counts as missing: the work is done again. */
    Optional<ActionResult> read(String namespace, Fingerprint actionKey) throws IOException {
        Path file = root.action(namespace, actionKey);
        byte[] framed;
        try {
            framed = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Optional<ActionResult> result = RecordFrame.unwrap(framed).flatMap(json -> parse(actionKey, json));
        if (result.isEmpty()) {
            LOG.atError()
                    .addKeyValue("actionKey", actionKey)
                    .addKeyValue("file", file)
                    .log("The record of an action is damaged: it was moved aside, and the work is done again");
            files.createDirectories(root.damaged());
            files.disk().rename(file, root.damaged().resolve("action-" + actionKey.hex()));
        }
        return result;
    }

    private static Optional<ActionResult> parse(Fingerprint actionKey, byte[] json) {
        try {
            return Optional.of(EventJson.mapper().readValue(json, ActionResult.class));
        } catch (IOException e) {
            // From another release, as its checksum is right.
            LOG.atWarn()
                    .addKeyValue("actionKey", actionKey)
                    .addKeyValue("reason", e.getMessage())
                    .log("The record of an action has a form that is not known here");
            return Optional.empty();
        }
    }

    /** A result whose content is written and that has no name yet. */
    record Written(Path aside, Path target) {}

    /** Writes a result, whose content is on the device when the batch is committed; nobody finds it before {@link #publish}. */
    Written write(String namespace, ActionResult result, DurableBatch batch) throws IOException {
        Path target = root.action(namespace, result.actionKey());
        files.createParent(target);
        Path aside = objects.staged();
        files.disk().write(aside, RecordFrame.wrap(EventJson.mapper().writeValueAsBytes(result)));
        batch.content(aside);
        return new Written(aside, target);
    }

    /** Gives it its name; all that it names is durable already. Returns when the name is, too. */
    void publish(Written written) throws IOException {
        crashPoints.reach("action recorded");
        files.disk().rename(written.aside(), written.target());
        files.disk().sync(Objects.requireNonNull(written.target().getParent()));
    }
}
