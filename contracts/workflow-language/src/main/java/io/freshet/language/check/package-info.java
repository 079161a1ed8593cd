/** Checks what no single section can know: names, references, circles, dimensions, conditions and sizes. */
@NullMarked
package io.freshet.language.check;

import org.jspecify.annotations.NullMarked;
