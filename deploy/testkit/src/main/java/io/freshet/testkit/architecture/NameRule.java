package io.freshet.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** A name says what a thing is; these say only that nobody knew. */
final class NameRule {
    static final ArchRule RULE = noClasses()
            .should()
            .haveNameMatching(".*[.$](Abstract[A-Z]\\w*|\\w*(Utils?|Helpers?|Manager|Impl|Constants))")
            .as("names say what a thing is, so not Util, Helper, Manager, Impl, Constants or Abstract");

    private NameRule() {}
}
