package io.freshet.scheduler.deploy;

import io.freshet.contracts.api.DeployedWorkflow;
import io.freshet.contracts.api.ProblemException;
import io.freshet.contracts.bundle.Bundle;
import io.freshet.contracts.bundle.BundleReader;
import io.freshet.contracts.bundle.BundleTooLargeException;
import io.freshet.contracts.bundle.BundleWriter;
import io.freshet.contracts.bundle.DeployableBundle;
import io.freshet.contracts.bundle.InvalidBundleException;
import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.workflow.ParseResult;
import io.freshet.contracts.workflow.SpecError;
import io.freshet.contracts.workflow.WorkflowSpec;
import io.freshet.scheduler.domain.NamespaceCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
    private final Publication publication;
    private final InstantSource clock;
    private final DeployIdentities identities;

    public Deployer(
            CodeStore code,
            DefinitionStore definitions,
            Publication publication,
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
        DeployableBundle.Valid bundle = read(namespace, upload, user);
        WorkflowRef workflow =
                new WorkflowRef(namespace, bundle.workflow().spec().name());
        List<SpecError> errors = errors(namespace, bundle.workflow(), installer(namespace, bundle, user));
        if (!errors.isEmpty()) {
            throw Problems.invalidWorkflow(errors);
        }
        if (dryRun) {
            return foresee(workflow, bundle);
        }
        try {
            pack(bundle.bundle(), upload.zip());
            return commit(workflow, bundle, upload.zip(), user);
        } catch (IOException e) {
            throw new UnavailableException("the storage root cannot be written: " + e, e);
        }
    }

    private DeployedWorkflow commit(WorkflowRef workflow, DeployableBundle.Valid bundle, Path zip, String user)
            throws IOException {
        Deployment deployment = new Deployment(
                workflow,
                bundle.bundle().fingerprint(),
                zip,
                bundle.workflow(),
                code.store(workflow.namespace(), bundle),
                user,
                clock.instant());
        return switch (definitions.deploy(deployment)) {
            case DeployResult.Deployed(DeployedVersion version) -> {
                tell(version.definition());
                yield published(version, false);
            }
            case DeployResult.Unchanged(DeployedVersion version) -> published(version, true);
            case DeployResult.Refused(List<SpecError> errors) -> throw Problems.invalidWorkflow(errors);
        };
    }

    private DeployableBundle.Valid read(String namespace, Upload upload, String user) {
        try {
            Bundle bundle = BundleReader.readArchive(upload.archive(), upload.contents());
            return switch (DeployableBundle.of(bundle)) {
                case DeployableBundle.Valid valid -> valid;
                case DeployableBundle.Invalid(List<SpecError> errors, ParseResult.Parsed workflow) -> {
                    List<SpecError> all = new ArrayList<>(errors);
                    if (workflow != null) {
                        all.addAll(errors(namespace, workflow, user));
                    }
                    throw Problems.invalidWorkflow(all.stream().sorted().toList());
                }
            };
        } catch (InvalidBundleException e) {
            throw refused(e);
        } catch (IOException e) {
            throw new UnavailableException("the bundle cannot be unpacked: " + e.getMessage(), e);
        }
    }

    /**
     * All at once: what does not fit into the namespace, and identities that may not be used. The
     * transaction looks at the namespace again, the launcher at the identities.
     */
    private List<SpecError> errors(String namespace, ParseResult.Parsed workflow, String installer) {
        List<SpecError> errors = new ArrayList<>();
        List<WorkflowSpec> others = definitions.deployed(namespace).stream()
                .map(WorkflowDefinition::spec)
                .toList();
        errors.addAll(NamespaceCheck.of(workflow, others));
        errors.addAll(identities.check(workflow, namespace, installer));
        return errors.stream().sorted().toList();
    }

    /** Whose the version is, or would be: what is unchanged stays whose it was, and that is whom the launcher asks for. */
    private String installer(String namespace, DeployableBundle.Valid bundle, String user) {
        WorkflowRef workflow =
                new WorkflowRef(namespace, bundle.workflow().spec().name());
        return definitions
                .current(workflow)
                .map(DeployedVersion::definition)
                .filter(current -> current.bundle().equals(bundle.bundle().fingerprint()))
                .map(WorkflowDefinition::installedBy)
                .orElse(user);
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

    private static void tell(WorkflowDefinition definition) {
        LOG.atInfo()
                .addKeyValue("namespace", definition.workflow().namespace())
                .addKeyValue("workflow", definition.workflow().workflow())
                .addKeyValue("version", definition.version())
                .addKeyValue("user", definition.installedBy())
                .log("Deployed a workflow");
    }
}
