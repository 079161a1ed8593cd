package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.StorageRoot;
import io.freshet.contracts.envelope.EventJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Results of actions, by key. A later result with the same key replaces an earlier one; both are right. */
final class ActionStore {
    private final StorageRoot root;
    private final ObjectStore objects;
    private final CrashPoints crashPoints;

    ActionStore(StorageRoot root, ObjectStore objects, CrashPoints crashPoints) {
        this.root = root;
        this.objects = objects;
        this.crashPoints = crashPoints;
    }

    Optional<ActionResult> read(Fingerprint actionKey) throws IOException {
        try {
            byte[] json = Files.readAllBytes(root.action(actionKey));
            return Optional.of(EventJson.mapper().readValue(json, ActionResult.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void write(ActionResult result) throws IOException {
        Path target = root.action(result.actionKey());
        Files.createDirectories(target.getParent());
        Path staged = objects.staged();
        Files.write(staged, EventJson.mapper().writeValueAsBytes(result));
        crashPoints.reach("action recorded");
        Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
