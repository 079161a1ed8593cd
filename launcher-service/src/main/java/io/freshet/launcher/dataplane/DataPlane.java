package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.ContentStore;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.StorageRoot;
import io.freshet.contracts.event.FileChanges;
import io.freshet.contracts.event.Outcome.OutputPartition;
import io.freshet.contracts.event.Work;
import io.freshet.contracts.workflow.CacheSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * All file work of a launcher. Thread-safe. Every method may be repeated after a crash at any of its steps, and then ends in the same state
 * as if it had not been interrupted.
 */
public final class DataPlane {
    private final ContentStore contents;
    private final ObjectStore objects;
    private final ActionStore actions;
    private final ViewBuilder views;
    private final Staging staging;
    private final Publisher publisher;

    /**
     * @param launcher a name that no other launcher on this storage root has
     * @throws IOException if the storage root cannot be written
     */
    public DataPlane(StorageRoot root, String launcher, InstantSource clock) throws IOException {
        this(root, launcher, clock, CrashPoints.NONE);
    }

    /**
     * For tests that let it die.
     *
     * @param launcher a name that no other launcher on this storage root has
     * @param crashPoints called before every step that lasts
     * @throws IOException if the storage root cannot be written
     */
    public DataPlane(StorageRoot root, String launcher, InstantSource clock, CrashPoints crashPoints)
            throws IOException {
        this.contents = new ContentStore(root);
        this.objects = new ObjectStore(root, launcher, crashPoints);
        this.actions = new ActionStore(root, objects, crashPoints);
        this.views = new ViewBuilder(root, contents, objects, actions, crashPoints);
        this.staging = new Staging(contents, objects, actions, clock, crashPoints);
        this.publisher = new Publisher(root, contents, objects, crashPoints);
    }

    /**
     * Builds the directory of an attempt: exactly the versions that the work names, read-only, and empty places for its outputs.
     *
     * @param owner who must be able to write the outputs
     * @throws IOException if the storage root cannot be read or written
     */
    public ViewResult prepare(String attempt, Work work, Owner owner) throws IOException {
        return views.build(attempt, work, owner);
    }

    /** The result of an earlier attempt with the same action key, if it may be used and all of it is still there. */
    public Optional<ActionResult> lookUp(Work work) throws IOException {
        if (work.cache() instanceof CacheSpec.Off) {
            return Optional.empty();
        }
        Optional<ActionResult> found = actions.read(work.actionKey()).filter(ActionResult::reusable);
        if (found.isEmpty()) {
            return found;
        }
        for (OutputPartition output : found.get().outputs()) {
            if (!isIntact(output.version().fingerprint())) {
                return Optional.empty();
            }
        }
        return found;
    }

    /** Takes over what an attempt that ended well has written. */
    public StageResult stage(String attempt, Work work, AttemptView view) throws IOException {
        return staging.stage(attempt, work, view);
    }

    /** Removes what only the running attempt needed; its log and results stay. */
    public void discard(String attempt) throws IOException {
        views.discard(attempt);
    }

    /** Makes the dataset's directory show the accepted versions. Changes of one dataset must not be published at the same time. */
    public void publish(FileChanges accepted) throws IOException {
        publisher.publish(accepted);
    }

    private boolean isIntact(Fingerprint fingerprint) throws IOException {
        Optional<Manifest> manifest = contents.manifest(fingerprint);
        if (manifest.isEmpty()) {
            return false;
        }
        for (Manifest.Entry entry : manifest.get().files()) {
            if (objects.find(entry.content(), entry.bytes()).isEmpty()) {
                return false;
            }
        }
        return true;
    }
}
