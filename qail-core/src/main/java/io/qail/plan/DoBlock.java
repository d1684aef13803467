package io.qail.plan;

/** Code of PL/pgSQL, as a DO statement or as the body of a function. */
public final class DoBlock {

    private DoBlock() {}

    public static String of(String code) {
        return "DO " + quoted(code);
    }

    /** The code in a quotation that no name in it can end. */
    public static String quoted(String code) {
        String tag = "$qail$";
        for (int i = 1; code.contains(tag); i++) {
            tag = "$qail" + i + "$";
        }
        return tag + "\n" + code + "\n" + tag;
    }
}
