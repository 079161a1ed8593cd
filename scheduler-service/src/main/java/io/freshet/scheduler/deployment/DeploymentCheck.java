package io.freshet.scheduler.deployment;

import io.freshet.contracts.data.Fingerprint;
import io.freshet.contracts.event.WorkflowDefinition;
import io.freshet.contracts.id.WorkflowRef;
import io.freshet.contracts.spec.WorkflowSpec;
import io.freshet.language.ParseResult;
import io.freshet.language.grammar.SpecError;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.scheduler.domain.NamespaceCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Everything that is wrong with bundles that are to be deployed together: in each of them, between them, and beside what is deployed. */
final class DeploymentCheck {
    private final DefinitionStore definitions;
    private final DeployIdentities identities;
    private final String namespace;
    private final String user;

    DeploymentCheck(DefinitionStore definitions, DeployIdentities identities, String namespace, String user) {
        this.definitions = definitions;
        this.identities = identities;
        this.namespace = namespace;
        this.user = user;
    }

    /**
     * All errors at once, by position. The transaction looks at the namespace again, the launcher at the identities.
     */
    List<SpecError> errors(List<Candidate> candidates) {
        List<WorkflowSpec> deployed = definitions.deployed(namespace).stream()
                .map(WorkflowDefinition::spec)
                .toList();
        List<WorkflowSpec> afterwards = afterwards(deployed, candidates);
        List<SpecError> errors = new ArrayList<>(sameNames(candidates));
        for (Candidate candidate : candidates) {
            List<SpecError> own = new ArrayList<>(candidate.errors());
            ParseResult.Parsed workflow = candidate.workflow();
            if (workflow != null) {
                own.addAll(NamespaceCheck.of(workflow, afterwards));
                own.addAll(identities.check(workflow, namespace, installer(candidate)));
            }
            own.stream().map(candidate::placed).forEach(errors::add);
        }
        return errors.stream().sorted().distinct().toList();
    }

    /** What the namespace has when all of them are deployed. */
    private static List<WorkflowSpec> afterwards(List<WorkflowSpec> deployed, List<Candidate> candidates) {
        List<WorkflowSpec> replacing = candidates.stream()
                .map(Candidate::workflow)
                .filter(Objects::nonNull)
                .map(ParseResult.Parsed::spec)
                .toList();
        List<String> names = replacing.stream().map(WorkflowSpec::name).toList();
        return Stream.concat(deployed.stream().filter(spec -> !names.contains(spec.name())), replacing.stream())
                .toList();
    }

    private static List<SpecError> sameNames(List<Candidate> candidates) {
        List<SpecError> errors = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (Candidate candidate : candidates) {
            ParseResult.Parsed workflow = candidate.workflow();
            if (workflow == null) {
                continue;
            }
            String name = workflow.spec().name();
            String first = places.putIfAbsent(name, candidate.place());
            if (first != null) {
                errors.add(candidate.placed(workflow.source()
                        .error(
                                "metadata.name",
                                SpecErrorCode.DUPLICATE_NAME,
                                "workflow '%s' is in '%s' already".formatted(name, first),
                                "give each workflow a name of its own, or send only one of them")));
            }
        }
        return errors;
    }

    /** Whose the version is, or would be: what is unchanged stays whose it was, and that is whom the launcher asks for. */
    private String installer(Candidate candidate) {
        if (!candidate.errors().isEmpty()) {
            return user;
        }
        WorkflowRef workflow = candidate.in(namespace);
        Fingerprint bundle = candidate.valid().bundle().fingerprint();
        return definitions
                .current(workflow)
                .map(DeployedVersion::definition)
                .filter(current -> current.bundle().equals(bundle))
                .map(WorkflowDefinition::installedBy)
                .orElse(user);
    }
}
