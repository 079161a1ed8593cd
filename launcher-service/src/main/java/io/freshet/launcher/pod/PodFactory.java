package io.freshet.launcher.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.freshet.contracts.event.LaunchCommand.LaunchAttempt;
import io.freshet.contracts.spec.FailureKind;
import io.freshet.contracts.spec.PodTemplate;
import io.freshet.language.identity.IdentityDecision;
import io.freshet.language.identity.TaskIdentity;
import io.freshet.language.pod.PodTemplateRules;
import io.freshet.launcher.attempt.IdentityAnswer;
import io.freshet.launcher.dataplane.AttemptView;
import io.freshet.launcher.dataplane.Owner;
import io.freshet.servicekit.storage.StorageRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which pod an attempt gets, or why it gets none. What was checked at deployment is checked again: policies change, and logs can be written by others. */
public final class PodFactory {
    /** What an attempt gets. */
    public sealed interface Ordered {
        record Wanted(Pod pod) implements Ordered {}

        /**
         * It gets none.
         *
         * @param message names the rule, and what would be right
         */
        record Refused(FailureKind kind, String message) implements Ordered {}
    }

    private final KubernetesSettings settings;
    private final Function<LaunchAttempt, IdentityDecision> identities;
    private final BaseTemplates templates;
    private final boolean givesFilesAway;
    private final TaskPod specs;

    /**
     * @param templates directory of the installation's templates; see the operator's guide
     * @param givesFilesAway whether this process may make others the owners of files
     */
    public PodFactory(
            KubernetesSettings settings,
            Function<LaunchAttempt, IdentityDecision> identities,
            @Nullable Path templates,
            boolean givesFilesAway) {
        this.settings = settings;
        this.identities = identities;
        this.templates = new BaseTemplates(templates);
        this.givesFilesAway = givesFilesAway;
        this.specs = new TaskPod(settings);
    }

    public IdentityAnswer identity(LaunchAttempt launch) {
        return switch (identities.apply(launch)) {
            case IdentityDecision.Denied denied -> new IdentityAnswer.Denied(denied.toString());
            case IdentityDecision.Granted(TaskIdentity identity, String _) ->
                new IdentityAnswer.Granted(
                        givesFilesAway
                                ? Owner.identity(identity.user(), identity.group())
                                : Owner.members(identity.group()));
        };
    }

    public Ordered pod(LaunchAttempt launch, AttemptView view) {
        String image = launch.work().run().image() == null
                ? settings.image()
                : launch.work().run().image();
        if (image == null) {
            return new Ordered.Refused(
                    FailureKind.LAUNCH,
                    "the task names no image, and this installation has none for tasks that do not:"
                            + " write run.image, or set freshet.launcher.kubernetes.image");
        }
        return switch (identities.apply(launch)) {
            case IdentityDecision.Denied denied -> new Ordered.Refused(FailureKind.DENIED, denied.toString());
            case IdentityDecision.Granted(TaskIdentity identity, String _) -> pod(launch, view, identity, image);
        };
    }

    private Ordered pod(LaunchAttempt launch, AttemptView view, TaskIdentity identity, String image) {
        try {
            Map<String, Object> tree = templates.of(launch.instance().namespace());
            PodTemplate own = launch.work().run().pod();
            if (own != null) {
                List<PodTemplateRules.Violation> violations =
                        PodTemplateRules.violations(own, Set.of(settings.claim()));
                if (!violations.isEmpty()) {
                    return new Ordered.Refused(
                            FailureKind.DENIED,
                            violations.stream()
                                    .map(PodTemplateRules.Violation::toString)
                                    .collect(Collectors.joining("; ")));
                }
                tree = TemplateMerge.merge(tree, own.tree());
            }
            return new Ordered.Wanted(specs.pod(launch, view, identity, TemplateParts.of(tree), image));
        } catch (IOException e) {
            return new Ordered.Refused(
                    FailureKind.LAUNCH, "the installation's pod templates cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            return new Ordered.Refused(FailureKind.LAUNCH, "the pod's template is wrong: " + e.getMessage());
        }
    }

    /** The names of all launchers that have ever run on the storage root. */
    public Set<String> launchers() throws IOException {
        try (Stream<Path> directories = Files.list(root().internal().resolve("launchers"))) {
            return directories
                    .map(directory -> directory.getFileName().toString())
                    .collect(Collectors.toSet());
        }
    }

    /** Where the log of an attempt is. */
    public Path log(String attempt) {
        return root().attempt(attempt).resolve("log");
    }

    public StorageRoot root() {
        return new StorageRoot(settings.root());
    }

    public KubernetesSettings settings() {
        return settings;
    }
}
