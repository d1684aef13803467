package io.qail.plan;

/** A DO statement. */
public final class DoBlock {

    private DoBlock() {}

    /** The code in a quotation that no name in it can end. */
    public static String of(String code) {
        String tag = "$qail$";
        for (int i = 1; code.contains(tag); i++) {
            tag = "$qail" + i + "$";
        }
        return "DO " + tag + "\n" + code + "\n" + tag;
    }
}
