package io.freshet.launcher.dataplane;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.data.Manifest;
import io.freshet.contracts.data.RelativePath;
import io.freshet.contracts.event.AttemptSpec;
import io.freshet.contracts.json.EventJson;
import io.freshet.contracts.partition.Layout;
import io.freshet.contracts.partition.PercentEncoding;
import io.freshet.servicekit.posix.OpenFile;
import io.freshet.servicekit.storage.ContentStore;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Builds and removes the directories of attempts. */
final class ViewBuilder {
    private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> READABLE_DIRECTORY = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> READ_ONLY_DIRECTORY = PosixFilePermissions.fromString("r-xr-xr-x");

    private final StorageRoot root;
    private final ViewPlaces places;
    private final int ourselves;
    private final ContentStore contents;
    private final ObjectStore objects;
    private final ActionStore actions;
    private final InputLists lists;
    private final CrashPoints crashPoints;
    private final int mostChanges;

    /** @param mostChanges files that are compared and listed for one attempt; beyond that its list of changes says so instead */
    ViewBuilder(
            StorageRoot root,
            ViewPlaces places,
            ContentStore contents,
            ObjectStore objects,
            ActionStore actions,
            CrashPoints crashPoints,
            int mostChanges)
            throws IOException {
        this.root = root;
        this.places = places;
        this.ourselves = (int) Files.getAttribute(root.attempts(), "unix:uid");
        this.contents = contents;
        this.objects = objects;
        this.actions = actions;
        this.lists = new InputLists(root, contents);
        this.crashPoints = crashPoints;
        this.mostChanges = mostChanges;
    }

    /** The view of an attempt; nothing is made. */
    AttemptView view(String attempt, AttemptSpec work, boolean stable) {
        AttemptView place =
                stable ? places.of(attempt, work.instance()) : new AttemptView(root.attempt(attempt), Map.of());
        return new AttemptView(place.records(), place.directory(), Environment.of(attempt, place.directory(), work));
    }

    ViewResult build(String attempt, AttemptSpec work, AttemptView view, Owner owner) throws IOException {
        Optional<String> missing = lists.missing(work.inputs());
        if (missing.isPresent()) {
            return new ViewResult.ListMissing(missing.get());
        }
        discard(attempt);
        if (view.directory().equals(view.records())) {
            // A pod's mounts are made by somebody else, who has to pass.
            InternalDirectories.makePassage(view.records());
        } else {
            InternalDirectories.makePrivate(view.records());
            places.take(attempt, view);
        }
        // Also where there is nothing to put in: whoever shows them to a container would make what is missing.
        for (String part : List.of("in", "out")) {
            Files.createDirectories(view.directory().resolve(part));
        }
        try {
            for (AttemptSpec.Input input : work.inputs()) {
                placeInput(view, input, owner);
            }
            placeCode(view, work);
            crashPoints.reach("view linked");
            placeOutputs(view, work, owner);
            writeChanges(view, work);
            openTo(view, owner);
            return new ViewResult.Ready(view);
        } catch (Unbuildable problem) {
            return problem.result;
        } catch (InputLists.MissingListException damaged) {
            return new ViewResult.ListMissing(damaged.reason());
        }
    }

    /** Lets the task's group enter, and nobody else. */
    private static void openTo(AttemptView view, Owner owner) throws IOException {
        for (String part : List.of("in", "out", "code")) {
            Files.setPosixFilePermissions(view.directory().resolve(part), READABLE_DIRECTORY);
        }
        Files.setPosixFilePermissions(view.changes(), READABLE);
        if (!view.directory().equals(view.records())) {
            owner.admit(view.directory());
        }
    }

    void discard(String attempt) throws IOException {
        if (places.leave(attempt)) {
            return;
        }
        Path directory = root.attempt(attempt);
        for (String part : List.of("in", "out", "code", "tmp")) {
            crashPoints.reach("discard " + part);
            FileTrees.delete(directory.resolve(part));
        }
    }

    private void placeInput(AttemptView view, AttemptSpec.Input input, Owner owner) throws IOException, Unbuildable {
        Path target = view.in(input.name());
        Files.createDirectories(target);
        Set<Path> directories = new HashSet<>(Set.of(target));
        Path dataset = root.dataset(input.dataset(), input.path());
        boolean copies = owner.mayWriteFilesOf(ourselves);
        lists.visit(input, partition -> {
            boolean isThere = contents.visitManifest(partition.fingerprint(), entry -> {
                Path object = object(input, partition, dataset, entry);
                Path file = entry.path().resolveIn(target);
                if (directories.add(file.getParent())) {
                    Files.createDirectories(file.getParent());
                }
                if (copies) {
                    objects.placeCopy(object, file);
                } else {
                    objects.place(object, file);
                }
            });
            if (!isThere) {
                throw listDamaged(input, partition);
            }
        });
        for (Path made : directories) {
            Files.setPosixFilePermissions(made, READ_ONLY_DIRECTORY);
        }
    }

    private static Unbuildable listDamaged(AttemptSpec.Input input, AttemptSpec.InputPartition partition) {
        return new Unbuildable(new ViewResult.InputDamaged(
                input.dataset(),
                partition.partition(),
                "the list of files %s of %s/%s is missing or damaged"
                        .formatted(partition.fingerprint().brief(), input.dataset(), partition.partition())));
    }

    private Path object(
            AttemptSpec.Input input, AttemptSpec.InputPartition partition, Path dataset, Manifest.Entry entry)
            throws IOException, Unbuildable {
        Optional<Path> object = objects.find(entry.content(), entry.bytes());
        if (object.isPresent()) {
            return object.get();
        }
        // Of a dataset that a task makes, its directory may still have what the store has lost.
        try (OpenFile file = FileTrees.find(dataset, entry.path())) {
            if (file.status().isRegular() && objects.copy(file, entry.content())) {
                return root.object(entry.content());
            }
        } catch (NoSuchFileException e) {
            if (input.watched()) {
                throw new Unbuildable(new ViewResult.InputChanged(
                        "%s of %s is no longer there".formatted(entry.path(), input.dataset())));
            }
        }
        if (!input.watched()) {
            throw new Unbuildable(new ViewResult.InputDamaged(
                    input.dataset(),
                    partition.partition(),
                    "the content %s of %s in %s is missing or damaged"
                            .formatted(entry.content().brief(), entry.path(), input.dataset())));
        }
        throw new Unbuildable(new ViewResult.InputChanged(
                "%s of %s is no longer the version that was seen".formatted(entry.path(), input.dataset())));
    }

    /** Code is copied, not linked: every file of it may be executed, which an object may not. */
    private void placeCode(AttemptView view, AttemptSpec work) throws IOException, Unbuildable {
        Files.createDirectories(view.code());
        Fingerprint code = work.code();
        if (code == null) {
            return;
        }
        Optional<Manifest> manifest = contents.manifest(code);
        if (manifest.isEmpty()) {
            throw new Unbuildable(new ViewResult.Damaged(
                    "the code %s of the task is missing or damaged: deploy the workflow again, which stores it again"
                            .formatted(code.brief())));
        }
        for (Manifest.Entry entry : manifest.get().files()) {
            Path file = entry.path().resolveIn(view.code());
            Files.createDirectories(file.getParent());
            if (!objects.placeVerified(entry.content(), file)) {
                throw new Unbuildable(new ViewResult.Damaged(
                        "the code file %s is missing or damaged: deploy the workflow again, which stores it again"
                                .formatted(entry.path())));
            }
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
        }
    }

    private static void placeOutputs(AttemptView view, AttemptSpec work, Owner owner) throws IOException {
        List<Path> theirs = new ArrayList<>();
        for (AttemptSpec.Output output : work.outputs()) {
            Path target = view.out(output.name());
            Files.createDirectories(target);
            theirs.add(target);
            Layout layout = Layout.parse(output.layout());
            String partition = layout.directory(work.instance().partition());
            if (!partition.isEmpty()) {
                // The layout has the written form of names; the directory is to have the names themselves.
                Path directory = RelativePath.ofBytes(PercentEncoding.decodeBytes(partition))
                        .resolveIn(target);
                Files.createDirectories(directory);
                for (Path made = directory; made != null && !made.equals(target); made = made.getParent()) {
                    theirs.add(made);
                }
            }
        }
        Files.createDirectories(view.tmp());
        theirs.add(view.tmp());
        Files.deleteIfExists(view.results());
        Files.createFile(view.results());
        theirs.add(view.results());
        for (Path path : theirs) {
            owner.take(path);
        }
    }

    private void writeChanges(AttemptView view, AttemptSpec work) throws IOException {
        Optional<ActionResult> previous = previous(work);
        Map<String, Object> changes = new LinkedHashMap<>();
        changes.put("first", previous.isEmpty());
        Optional<Map<String, ChangeList>> inputs = changedFiles(work, previous);
        changes.put("listed", inputs.isPresent());
        inputs.ifPresent(lists -> changes.put("inputs", lists));
        Files.write(view.changes(), EventJson.mapper().writeValueAsBytes(changes));
    }

    /** What changed in each input; empty if that is more than is listed. */
    private Optional<Map<String, ChangeList>> changedFiles(AttemptSpec work, Optional<ActionResult> previous)
            throws IOException {
        Map<String, ChangeList> changed = new LinkedHashMap<>();
        InputChanges between = new InputChanges(lists, contents, mostChanges);
        for (AttemptSpec.Input input : work.inputs()) {
            List<AttemptSpec.Input> before = previous.map(ActionResult::inputs).orElse(List.of()).stream()
                    .filter(known -> known.name().equals(input.name()))
                    .toList();
            Optional<ChangeList> changes = between.between(before, input);
            if (changes.isEmpty()) {
                return Optional.empty();
            }
            changed.put(input.name(), changes.get());
        }
        return Optional.of(changed);
    }

    /** What the last success has read and made, if all of what it has read is known. */
    private Optional<ActionResult> previous(AttemptSpec work) throws IOException {
        Fingerprint key = work.previousActionKey();
        Optional<ActionResult> previous =
                key == null ? Optional.empty() : actions.read(work.instance().namespace(), key);
        // Nobody sends again what only an earlier attempt has read.
        return previous.isPresent() && lists.missing(previous.get().inputs()).isPresent() ? Optional.empty() : previous;
    }

    /** Ends the building of a view that cannot be built. */
    private static final class Unbuildable extends Exception {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // never leaves this class
        private final ViewResult result;

        Unbuildable(ViewResult result) {
            this.result = result;
        }
    }
}
