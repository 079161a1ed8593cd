package io.freshet.language.identity;

/** Whether a task may run as what it asks for. */
public sealed interface IdentityDecision {
    /**
     * It may.
     *
     * @param rule the name of the rule that allows it
     */
    record Granted(TaskIdentity identity, String rule) implements IdentityDecision {}

    /**
     * It may not.
     *
     * @param rule the name of the rule that forbids it: one of the policy's, or {@link #NO_RULE}, {@link #NO_ROOT}, {@link #OWN_ACCOUNT}
     * @param message what is wrong
     * @param hint what would be right
     */
    record Denied(String rule, String message, String hint) implements IdentityDecision {
        /** No rule of the policy is about the workflow. */
        public static final String NO_RULE = "no rule";

        /** Nobody gets user or group 0. */
        public static final String NO_ROOT = "no root";

        /** Nobody gets the launcher's own user or service account. */
        public static final String OWN_ACCOUNT = "not the launcher's account";

        /** One line for people. */
        @Override
        public String toString() {
            return "identity policy, rule '%s': %s; %s".formatted(rule, message, hint);
        }
    }
}
