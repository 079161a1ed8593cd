package io.freshet.language.identity;

import io.freshet.language.grammar.MappingReader;
import io.freshet.language.grammar.SpecErrorCode;
import io.freshet.language.grammar.SpecErrors;
import io.freshet.language.grammar.ValueReaders;
import io.freshet.language.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the rules of a policy. */
final class PolicyRules {
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9*-]{1,63}");

    private final SpecErrors errors;
    private final ValueReaders values;
    private final List<String> declared;
    private final Set<String> names = new HashSet<>();

    /**
     * @param declared the names of all identities of the file, also of those that could not be read
     */
    PolicyRules(SpecErrors errors, ValueReaders values, List<String> declared) {
        this.errors = errors;
        this.values = values;
        this.declared = declared;
    }

    List<PolicyRule> read(List<YamlNode> nodes) {
        List<PolicyRule> rules = new ArrayList<>();
        nodes.forEach(node -> rules.add(rule(node)));
        return rules;
    }

    private PolicyRule rule(YamlNode node) {
        MappingReader fields = new MappingReader(node, PolicyFileKeys.RULE, errors);
        Optional<String> name = fields.require(PolicyFileKeys.RULE_NAME).flatMap(this::uniqueName);
        Optional<List<String>> namespaces =
                fields.require(PolicyFileKeys.NAMESPACES).flatMap(values.someOf(this::namespace));
        Optional<List<String>> installers = fields.require(PolicyFileKeys.INSTALLERS);
        List<String> identities = fields.require(PolicyFileKeys.RULE_IDENTITIES)
                .flatMap(values.someOf(this::identity))
                .orElse(List.of());
        Optional<String> byDefault = fields.read(PolicyFileKeys.DEFAULT).flatMap(value -> byDefault(value, identities));
        return new PolicyRule(
                name.orElse(""),
                namespaces.orElse(List.of()),
                installers.orElse(List.of()),
                identities,
                byDefault.orElse(null));
    }

    private Optional<String> uniqueName(YamlNode node) {
        return values.name(node)
                .flatMap(name -> names.add(name)
                        ? Optional.of(name)
                        : values.wrong(
                                node,
                                SpecErrorCode.DUPLICATE_NAME,
                                "there is a rule '%s' already".formatted(name),
                                "give each rule a name of its own"));
    }

    private Optional<String> namespace(YamlNode node) {
        return values.text(node)
                .flatMap(text -> NAMESPACE.matcher(text).matches()
                        ? Optional.of(text)
                        : values.wrong(
                                node,
                                SpecErrorCode.BAD_NAME,
                                "'%s' can match no namespace".formatted(text),
                                "use a namespace's name, in which * stands for any characters"));
    }

    private Optional<String> identity(YamlNode node) {
        return values.name(node).flatMap(name -> oneOf(node, name, declared, "is not declared under identities"));
    }

    private Optional<String> byDefault(YamlNode node, List<String> identities) {
        return values.name(node).flatMap(name -> oneOf(node, name, identities, "is not one of the rule's identities"));
    }

    private Optional<String> oneOf(YamlNode node, String name, List<String> choices, String what) {
        return choices.contains(name)
                ? Optional.of(name)
                : values.wrong(
                        node,
                        SpecErrorCode.BAD_VALUE,
                        "'%s' %s".formatted(name, what),
                        choices.isEmpty() ? "declare it first" : "use one of " + String.join(", ", choices));
    }
}
