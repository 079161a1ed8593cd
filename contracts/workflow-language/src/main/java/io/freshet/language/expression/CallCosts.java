package io.freshet.language.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the calls of an expression cost, as far as its text says it. Each function that may be called is in a table with the way in which
 * its cost grows; a function that is not in it cannot be called, so that one which a later release of the library brings has to be
 * thought about first. Immutable.
 */
final class CallCosts {
    /** How the cost of a call grows with the sizes of its operands, which bound the size of the result as well. */
    enum Growth {
        /** With their sum. */
        LINEAR,
        /** With their product: a search of one text in another. */
        PRODUCT,
        /** As their sum, and each character is looked at by all of a bounded program. */
        PATTERN
    }

    /** A call that is about to be made when its last operand is known. */
    record Call(Growth growth, List<Long> operands) {}

    private static final List<String> LINEAR = List.of(
            "_?_:_",
            "_&&_",
            "_||_",
            "!_",
            "@not_strictly_false",
            "__not_strictly_false__",
            "_==_",
            "_!=_",
            "_<_",
            "_<=_",
            "_>_",
            "_>=_",
            "_+_",
            "_-_",
            "_*_",
            "_/_",
            "_%_",
            "-_",
            "_[_]",
            "@in",
            "_in_",
            "in",
            "size",
            "startsWith",
            "endsWith",
            "string",
            "bytes",
            "int",
            "uint",
            "double",
            "bool",
            "dyn",
            "type",
            "timestamp",
            "duration",
            "getFullYear",
            "getMonth",
            "getDayOfYear",
            "getDayOfMonth",
            "getDate",
            "getDayOfWeek",
            "getHours",
            "getMinutes",
            "getSeconds",
            "getMilliseconds");

    static final Map<String, Growth> FUNCTIONS = functions();

    private final Map<Long, Call> byLastOperand = new HashMap<>();
    private final Set<Long> accumulating = new HashSet<>();
    private final Set<String> unknown = new TreeSet<>();

    private CallCosts() {}

    static CallCosts of(CelAbstractSyntaxTree tree) {
        CallCosts costs = new CallCosts();
        costs.visit(tree.getExpr());
        return costs;
    }

    private static Map<String, Growth> functions() {
        Map<String, Growth> functions = new HashMap<>();
        LINEAR.forEach(name -> functions.put(name, Growth.LINEAR));
        functions.put("contains", Growth.PRODUCT);
        functions.put("matches", Growth.PATTERN);
        return Map.copyOf(functions);
    }

    /** Functions that are called and may not be. */
    Set<String> unknown() {
        return unknown;
    }

    /** The call that is made when an operand has its value; null if others are still to come. */
    @org.jspecify.annotations.Nullable
    Call callAfter(long operand) {
        return byLastOperand.get(operand);
    }

    /** Whether an expression is a macro's list in the making, which is counted when it is complete. */
    boolean isAccumulating(long expression) {
        return accumulating.contains(expression);
    }

    private void visit(CelExpr expression) {
        if (expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
            called(expression.call());
        }
        if (expression.exprKind().getKind() == CelExpr.ExprKind.Kind.COMPREHENSION) {
            accumulate(
                    expression.comprehension().loopStep(),
                    expression.comprehension().accuVar());
        }
        children(expression).forEach(this::visit);
    }

    private void called(CelCall call) {
        Growth growth = FUNCTIONS.get(call.function());
        if (growth == null) {
            unknown.add(call.function());
            return;
        }
        List<Long> operands = new ArrayList<>();
        call.target().ifPresent(target -> operands.add(target.id()));
        call.args().forEach(argument -> operands.add(argument.id()));
        if (!operands.isEmpty()) {
            byLastOperand.put(operands.getLast(), new Call(growth, List.copyOf(operands)));
        }
    }

    /** Notes the parts of a loop's step that only hand the macro's own list on. */
    private void accumulate(CelExpr step, String variable) {
        switch (step.exprKind().getKind()) {
            case IDENT -> {
                if (step.ident().name().equals(variable)) {
                    accumulating.add(step.id());
                }
            }
            case CALL -> {
                CelCall call = step.call();
                boolean chooses = call.function().equals("_?_:_");
                boolean adds =
                        call.function().equals("_+_") && isVariable(call.args().getFirst(), variable);
                if (chooses || adds) {
                    accumulating.add(step.id());
                    call.args().stream()
                            .skip(chooses ? 1 : 0)
                            .limit(adds ? 1 : 2)
                            .forEach(next -> accumulate(next, variable));
                }
            }
            default -> {
                // What a macro computes for each element counts as everything else does.
            }
        }
    }

    private static boolean isVariable(CelExpr expression, String variable) {
        return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT
                && expression.ident().name().equals(variable);
    }

    private static Stream<CelExpr> children(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CALL -> Stream.concat(expression.call().target().stream(), expression.call().args().stream());
            case SELECT -> Stream.of(expression.select().operand());
            case LIST -> expression.list().elements().stream();
            case MAP -> expression.map().entries().stream().flatMap(entry -> Stream.of(entry.key(), entry.value()));
            case STRUCT -> expression.struct().entries().stream().map(entry -> entry.value());
            case COMPREHENSION ->
                Stream.of(
                        expression.comprehension().iterRange(),
                        expression.comprehension().accuInit(),
                        expression.comprehension().loopCondition(),
                        expression.comprehension().loopStep(),
                        expression.comprehension().result());
            case NOT_SET, CONSTANT, IDENT -> Stream.of();
        };
    }
}
