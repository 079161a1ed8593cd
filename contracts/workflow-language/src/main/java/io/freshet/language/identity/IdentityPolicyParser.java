package io.freshet.language.identity;

import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SourceMap;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlDocument;
import io.freshet.language.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads a policy as strictly as workflows are read: whatever the text is, the result is a valid policy or all of its errors. Pure and
 * thread-safe.
 */
public final class IdentityPolicyParser {
    private static final Function<YamlNode, Optional<YamlNode>> AS_IT_IS = Optional::of;

    private final SpecErrors errors;
    private final ValueReaders values;

    private IdentityPolicyParser(SpecErrors errors) {
        this.errors = errors;
        this.values = new ValueReaders(errors);
    }

    /**
     * Reads a policy.
     *
     * @param fileName how errors name the file
     * @param yaml at most {@value YamlDocument#MAX_BYTES} bytes
     */
    public static PolicyReading parse(String fileName, String yaml) {
        YamlDocument document = YamlDocument.read(yaml);
        SpecErrors errors = new SpecErrors(SourceMap.of(fileName, document), document);
        Optional<IdentityPolicy> policy = document.root().map(new IdentityPolicyParser(errors)::read);
        return policy.isPresent() && errors.isEmpty()
                ? new PolicyReading.Valid(policy.get())
                : new PolicyReading.Invalid(errors.all());
    }

    private IdentityPolicy read(YamlNode node) {
        MappingReader root = new MappingReader(node, PolicyFileKeys.ROOT, errors);
        root.require(PolicyFileKeys.API_VERSION);
        root.require(PolicyFileKeys.KIND);
        Map<String, TaskIdentity> identities =
                root.require(PolicyFileKeys.IDENTITIES).map(this::identities).orElse(Map.of());
        List<YamlNode> rules = root.require(PolicyFileKeys.RULES)
                .flatMap(values.listOf(AS_IT_IS))
                .orElse(List.of());
        List<String> declared = root.node(PolicyFileKeys.IDENTITIES).map(values::entries).orElse(List.of()).stream()
                .map(YamlNode.Entry::key)
                .toList();
        return new IdentityPolicy(identities, new PolicyRules(errors, values, declared).read(rules));
    }

    private Map<String, TaskIdentity> identities(YamlNode node) {
        Map<String, TaskIdentity> identities = new LinkedHashMap<>();
        for (YamlNode.Entry entry : values.entries(node)) {
            identity(values.named(entry)).ifPresent(identity -> identities.put(identity.name(), identity));
        }
        return identities;
    }

    /** Without user and group there is no identity; the parser does not get so far as to need one. */
    private Optional<TaskIdentity> identity(YamlNode.Entry entry) {
        MappingReader fields = new MappingReader(entry.value(), PolicyFileKeys.IDENTITY, errors);
        Optional<Integer> user = fields.require(PolicyFileKeys.USER).flatMap(this::notRoot);
        Optional<Integer> group = fields.require(PolicyFileKeys.GROUP).flatMap(this::notRoot);
        List<Integer> groups = fields.read(PolicyFileKeys.GROUPS)
                .flatMap(values.listOf(this::notRoot))
                .orElse(List.of());
        Optional<String> account = fields.read(PolicyFileKeys.SERVICE_ACCOUNT);
        return user.flatMap(
                uid -> group.map(gid -> new TaskIdentity(entry.key(), uid, gid, groups, account.orElse(null))));
    }

    private Optional<Integer> notRoot(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.text().equals("0")) {
            return values.wrong(
                    node, SpecErrorCode.OUT_OF_RANGE, "0 is root", "root is never granted: use another number");
        }
        return values.integer(1, Integer.MAX_VALUE).apply(node);
    }
}
