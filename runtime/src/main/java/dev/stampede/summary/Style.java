package dev.stampede.summary;

/** Colours of a terminal, or none. */
enum Style {
    BOLD("1"),
    VALUE("36"),
    EXTRA("2;36"),
    DOTS("2;37"),
    SOURCE("37"),
    PASS("32"),
    FAIL("31");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String apply(String text, boolean color) {
        return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
