package io.freshet.scheduler.deployment;

import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.language.bundle.Bundle;
import io.freshet.language.bundle.BundleReader;
import io.freshet.language.bundle.BundleTooLargeException;
import io.freshet.language.bundle.BundleWriter;
import io.freshet.language.bundle.DeployableBundle;
import io.freshet.language.bundle.InvalidBundleException;
import io.freshet.language.grammar.SpecError;
import io.freshet.servicekit.failure.UnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deploys bundles: check, store the code, commit, wait for the log.
 *
 * <p><b>Killed in between.</b> Before the commit nothing has happened that anybody sees: objects and manifests are named by their
 * content, and deploying again finds them. After it the outbox brings the definition onto the log, whoever is alive then; deploying
 * again finds the version unchanged and waits for the log. Thread-safe.
 */
public final class Deployer {
    private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

    private final CodeStore code;
    private final DefinitionStore definitions;
    private final PublishedAwaiter publication;
    private final InstantSource clock;
    private final DeployIdentities identities;

    public Deployer(
            CodeStore code,
            DefinitionStore definitions,
            PublishedAwaiter publication,
            InstantSource clock,
            DeployIdentities identities) {
        this.code = code;
        this.definitions = definitions;
        this.publication = publication;
        this.clock = clock;
        this.identities = identities;
    }

    /**
     * Deploys an archive. One deployment needs little memory, whatever is in the archive.
     *
     * @param upload with the archive, received
     * @param dryRun whether only to check, and to say which version it would be
     * @throws io.freshet.contracts.api.ProblemException with all errors if it is no valid bundle
     * @throws UnavailableException if database or storage cannot be reached
     */
    public DeployedWorkflow deploy(String namespace, Upload upload, String user, boolean dryRun) {
        return deploy(namespace, upload, user, dryRun, Deployer::one).getFirst();
    }

    /**
     * Deploys an archive with several bundles, each in a directory of its own: all of them or none, checked as they are when all are
     * deployed. So what several workflows declare can be changed in all of them at once.
     *
     * @return by the name of the workflow
     * @throws io.freshet.contracts.api.ProblemException with all errors of all of them
     * @throws UnavailableException if database or storage cannot be reached
     */
    public List<DeployedWorkflow> deployTogether(String namespace, Upload upload, String user, boolean dryRun) {
        return deploy(namespace, upload, user, dryRun, Deployer::several).stream()
                .sorted(Comparator.comparing(DeployedWorkflow::workflow))
                .toList();
    }

    private interface Unpacking {
        List<Candidate> of(Upload upload) throws IOException, InvalidBundleException;
    }

    private List<DeployedWorkflow> deploy(
            String namespace, Upload upload, String user, boolean dryRun, Unpacking unpacking) {
        List<Candidate> candidates = read(upload, unpacking);
        List<SpecError> errors = new DeploymentCheck(definitions, identities, namespace, user).errors(candidates);
        if (!errors.isEmpty()) {
            throw Problems.invalidWorkflow(errors);
        }
        if (dryRun) {
            return candidates.stream()
                    .map(candidate -> foresee(candidate.in(namespace), candidate.valid()))
                    .toList();
        }
        try {
            return commit(namespace, candidates, upload, user);
        } catch (IOException e) {
            throw new UnavailableException("the storage root cannot be written: " + e, e);
        }
    }

    private List<DeployedWorkflow> commit(String namespace, List<Candidate> candidates, Upload upload, String user)
            throws IOException {
        List<Deployment> deployments = new ArrayList<>();
        for (Candidate candidate : candidates) {
            DeployableBundle.Valid bundle = candidate.valid();
            Path zip = upload.zip(deployments.size());
            pack(bundle.bundle(), zip);
            deployments.add(new Deployment(
                    candidate.in(namespace),
                    bundle.bundle().fingerprint(),
                    zip,
                    bundle.workflow(),
                    code.store(namespace, bundle),
                    bundle.calendars(),
                    user,
                    clock.instant()));
        }
        return switch (definitions.deploy(deployments)) {
            case DeployResult.Accepted(List<DeployResult.Version> versions) -> {
                versions.stream()
                        .filter(version -> !version.unchanged())
                        .forEach(version -> log(version.version().definition()));
                yield versions.stream()
                        .map(version -> published(version.version(), version.unchanged()))
                        .toList();
            }
            case DeployResult.Refused(List<SpecError> errors) -> throw Problems.invalidWorkflow(errors);
        };
    }

    private static List<Candidate> read(Upload upload, Unpacking unpacking) {
        try {
            return unpacking.of(upload);
        } catch (InvalidBundleException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UnavailableException("the bundle cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private static List<Candidate> one(Upload upload) throws IOException, InvalidBundleException {
        Bundle bundle = BundleReader.readArchive(upload.archive(), upload.contents());
        return List.of(new Candidate("", DeployableBundle.of(bundle)));
    }

    private static List<Candidate> several(Upload upload) throws IOException, InvalidBundleException {
        List<Candidate> candidates = new ArrayList<>();
        for (Map.Entry<String, Bundle> bundle : BundleReader.readArchiveOfSeveral(upload.archive(), upload.contents())
                .bundles()
                .entrySet()) {
            candidates.add(new Candidate(bundle.getKey() + "/", DeployableBundle.of(bundle.getValue())));
        }
        return candidates;
    }

    private DeployedWorkflow foresee(WorkflowRef workflow, DeployableBundle.Valid bundle) {
        Fingerprint fingerprint = bundle.bundle().fingerprint();
        Optional<WorkflowDefinition> current = definitions.current(workflow).map(DeployedVersion::definition);
        boolean unchanged = current.isPresent() && current.get().bundle().equals(fingerprint);
        int version = unchanged ? current.get().version() : definitions.lastVersion(workflow) + 1;
        List<String> tasks = List.copyOf(bundle.workflow().spec().tasks().keySet());
        return new DeployedWorkflow(workflow, version, fingerprint, tasks, unchanged, false);
    }

    private static void pack(Bundle bundle, Path zip) throws IOException {
        try {
            BundleWriter.writeZip(bundle, zip);
        } catch (InvalidBundleException e) {
            throw refused(e);
        }
    }

    private static ProblemException refused(InvalidBundleException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return refusal instanceof BundleTooLargeException
                ? Problems.bundleTooLarge(message)
                : Problems.invalidBundle(message);
    }

    private DeployedWorkflow published(DeployedVersion version, boolean unchanged) {
        WorkflowDefinition definition = version.definition();
        return new DeployedWorkflow(
                definition.workflow(),
                definition.version(),
                definition.bundle(),
                List.copyOf(definition.spec().tasks().keySet()),
                unchanged,
                publication.await(version.outboxId()));
    }

    private static void log(WorkflowDefinition definition) {
        LOG.atInfo()
                .addKeyValue("namespace", definition.workflow().namespace())
                .addKeyValue("workflow", definition.workflow().workflow())
                .addKeyValue("version", definition.version())
                .addKeyValue("user", definition.installedBy())
                .log("Deployed a workflow");
    }
}
