package org.pyreview.project.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pyreview.project.Place;

/**
 * A Dockerfile: its stages, and what each runs.
 *
 * @param stages in the order of the file
 */
public record Dockerfile(List<Stage> stages) {

  private static final Pattern NAME =
      Pattern.compile("(?i)(?:.*\\.)?(?:dockerfile|containerfile)(?:\\..*)?");

  private static final Pattern FOR_DEVELOPERS =
      Pattern.compile(
          "(?:.*[-_])?(?:dev|devel|development|test|tests|testing|debug|local|ci|lint)(?:[-_].*)?");

  /** Reads the text of a file; lines it doesn't understand are left out. */
  public static Dockerfile parse(String text) {
    SyntaxNode file = new SyntaxNode(DockerfileGrammar.parser().parse(text));
    List<Stage> stages = new ArrayList<>();
    file.descendants(DockerfileGrammar.INSTRUCTION)
        .map(Instruction::of)
        .forEach(
            instruction -> {
              if (instruction.keyword.equals("FROM")) {
                stages.add(Stage.of(instruction, stages));
              } else if (!stages.isEmpty()) {
                stages.get(stages.size() - 1).instructions.add(instruction);
              }
            });
    return new Dockerfile(stages);
  }

  /** Whether a file of this name is one: {@code Dockerfile}, {@code web.Dockerfile}, … */
  public static boolean isNamed(String fileName) {
    return NAME.matcher(fileName).matches() && !fileName.endsWith(".dockerignore");
  }

  /** Whether it takes any file from the folder that it is built in. */
  public boolean copiesFiles() {
    return stages.stream()
        .flatMap(stage -> stage.instructions("COPY", "ADD").stream())
        .anyMatch(copy -> copy.options().stream().noneMatch(option -> option.startsWith("--from")));
  }

  /** The last stage and those it is built on, directly or not: what they run is in the image. */
  public List<Stage> stagesOfFinalImage() {
    return stagesOf(Optional.empty());
  }

  /**
   * A stage and those it is built on.
   *
   * @param target its name; without one that exists the last that isn't for developers by its name
   */
  public List<Stage> stagesOf(Optional<String> target) {
    List<Stage> chain = new ArrayList<>();
    Set<String> bases = new HashSet<>();
    for (int i = last(target); i >= 0; i--) {
      Stage stage = stages.get(i);
      if (chain.isEmpty() || stage.name.filter(bases::contains).isPresent()) {
        chain.add(0, stage);
        bases.add(stage.image.toLowerCase(Locale.ROOT));
      }
    }
    return chain;
  }

  private int last(Optional<String> target) {
    for (int i = stages.size() - 1; target.isPresent() && i >= 0; i--) {
      if (stages.get(i).name.filter(target.get()::equalsIgnoreCase).isPresent()) {
        return i;
      }
    }
    for (int i = stages.size() - 1; i >= 0; i--) {
      if (!stages.get(i).isForDevelopers()) {
        return i;
      }
    }
    return stages.size() - 1;
  }

  /**
   * One stage of the build.
   *
   * @param image what it starts from: an image or the name of an earlier stage
   * @param rootImage the image that the first stage below it starts from
   * @param name lower-cased name after {@code AS}
   */
  public record Stage(
      String image, String rootImage, Optional<String> name, List<Instruction> instructions) {

    private static Stage of(Instruction from, List<Stage> earlier) {
      List<Word> words = from.words.stream().filter(word -> !word.text.startsWith("--")).toList();
      String image = words.isEmpty() ? "" : words.get(0).text;
      boolean named = words.size() >= 3 && words.get(1).text.equalsIgnoreCase("as");
      String root =
          earlier.stream()
              .filter(stage -> stage.name.filter(image::equalsIgnoreCase).isPresent())
              .map(Stage::rootImage)
              .findFirst()
              .orElse(image);
      return new Stage(
          image,
          root,
          named ? Optional.of(words.get(2).text.toLowerCase(Locale.ROOT)) : Optional.empty(),
          new ArrayList<>());
    }

    /** Whether its name says that developers or tests use it. */
    public boolean isForDevelopers() {
      return name.filter(FOR_DEVELOPERS.asMatchPredicate()).isPresent();
    }

    /** Whether the base image is named with a tag other than latest, or a digest. */
    public boolean hasFixedBase() {
      String afterPath = rootImage.substring(rootImage.lastIndexOf('/') + 1);
      return afterPath.contains("@") || (afterPath.contains(":") && !afterPath.endsWith(":latest"));
    }

    /** Its instructions with one of these keywords, in capitals, in order. */
    public List<Instruction> instructions(String... keywords) {
      return instructions.stream()
          .filter(instruction -> Set.of(keywords).contains(instruction.keyword))
          .toList();
    }

    /** The commands of its RUN instructions, in order. */
    public List<Command> commands() {
      return instructions.stream()
          .filter(instruction -> instruction.keyword.equals("RUN"))
          .flatMap(instruction -> instruction.commands().stream())
          .toList();
    }
  }

  /** A word of an instruction, without its quotes. */
  public record Word(String text, Place place, boolean isOperator) {}

  /** A simple command: a program and its arguments. */
  public record Command(List<Word> words) {}

  /**
   * An instruction.
   *
   * @param keyword in capitals
   * @param words what follows it, options included; strings of the exec form without quotes
   */
  public record Instruction(String keyword, List<Word> words) {

    /** From its first word to the end of its last. */
    public Optional<Place> place() {
      return words.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Place(
                  words.get(0).place.line(),
                  words.get(0).place.column(),
                  words.get(words.size() - 1).place.endLine(),
                  words.get(words.size() - 1).place.endColumn()));
    }

    /** Where it begins to hand lines to a shell, if it does. */
    public Optional<Place> hereDocument() {
      return words.stream()
          .filter(word -> word.isOperator && word.text.startsWith("<<"))
          .map(Word::place)
          .findFirst();
    }

    /** The options in front of its arguments: {@code --mount=type=cache}. */
    public List<String> options() {
      return words.stream().map(Word::text).takeWhile(text -> text.startsWith("--")).toList();
    }

    /** Whether it copies everything around the Dockerfile into the image. */
    public boolean copiesContext() {
      List<String> arguments =
          words.stream().map(Word::text).filter(text -> !text.startsWith("--")).toList();
      return Set.of("COPY", "ADD").contains(keyword)
          && options().stream().noneMatch(option -> option.startsWith("--from"))
          && arguments.size() >= 2
          && Set.of(".", "./").contains(arguments.get(0));
    }

    /**
     * What a container starts with it: all words, or in a line of the shell the last command, since
     * that one stays.
     */
    public List<String> startedWords() {
      List<String> started = new ArrayList<>();
      for (Word word : words) {
        if (!word.isOperator) {
          started.add(word.text);
        } else if (word.text.startsWith("|")) {
          break;
        } else if (word != words.get(words.size() - 1)) {
          started.clear();
        }
      }
      return started;
    }

    /** What it runs, as one line. */
    public String text() {
      return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }

    private static Instruction of(SyntaxNode node) {
      String keyword =
          node.first(DockerfileGrammar.KEYWORD).orElseThrow().text().toUpperCase(Locale.ROOT);
      List<Word> words =
          node.descendants(
                  DockerfileGrammar.WORD,
                  DockerfileGrammar.EXEC_STRING,
                  DockerfileGrammar.OPERATOR,
                  DockerfileGrammar.HEREDOC)
              .flatMap(word -> words(keyword, word))
              .toList();
      return new Instruction(keyword, words);
    }

    private static Stream<Word> words(String keyword, SyntaxNode word) {
      if (word.is(DockerfileGrammar.HEREDOC) && keyword.equals("RUN")) {
        return new HereDocument(word.text(), word.place()).words().stream();
      }
      return Stream.of(
          new Word(
              word.text().replaceAll("[\"']", ""),
              word.place(),
              word.is(DockerfileGrammar.OPERATOR)));
    }

    /** The commands that a shell would run one after the other. */
    public List<Command> commands() {
      List<Command> commands = new ArrayList<>();
      List<Word> current = new ArrayList<>();
      for (Word word : words) {
        if (word.isOperator) {
          commands.add(new Command(List.copyOf(current)));
          current.clear();
        } else if (!current.isEmpty() || !isPrefix(word)) {
          current.add(word);
        }
      }
      commands.add(new Command(List.copyOf(current)));
      return commands.stream().filter(command -> !command.words.isEmpty()).toList();
    }

    /** A flag of RUN, or a variable set for one command: the program comes after it. */
    private static boolean isPrefix(Word word) {
      return word.text.startsWith("--") || word.text.matches("[A-Za-z_]\\w*=.*");
    }
  }
}
