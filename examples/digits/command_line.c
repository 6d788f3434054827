#include "command_line.h"

#include "../common/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const command_line defaults = {
    .data = "examples/data/digits.csv", .rule = "adamw", .epochs = 40, .batch = 32, .hidden = 128, .seed = 1, .target = 97};

static void help(const char* program) {
  printf("Usage: %s [option ...]\n"
         "Trains a small neural network on real handwritten digits with a rule of dlopt, warm-up + cosine, and clipping by global norm.\n\n"
         "  --data FILE       lines of 64 pixels (0..16) and the digit       (%s)\n"
         "  --rule NAME       update rule                                    (%s)\n"
         "  --lr X            highest learning rate                          (the rule's entry in 02_digits.c)\n"
         "  --epochs N        how often each training digit is seen          (%d)\n"
         "  --batch N         digits per step                                (%d)\n"
         "  --hidden N        units of the hidden layer                      (%d)\n"
         "  --seed N          first weights, split and order                 (%d)\n"
         "  --target PERCENT  exit code 1 below this test accuracy           (%g)\n"
         "  --compare         train the same network with every rule: a table\n"
         "  --out FOLDER      write the curves to FOLDER/digits.dat\n"
         "  --help            this text\n\n"
         "Exit codes: 0 done, 1 target missed or a call failed, 2 a wrong option or wrong data.\n",
         program, defaults.data, defaults.rule, defaults.epochs, defaults.batch, defaults.hidden, (int)defaults.seed, defaults.target);
}

static const struct option known[] = {
    {"data", required_argument, NULL, 'd'},   {"rule", required_argument, NULL, 'r'},   {"lr", required_argument, NULL, 'l'},
    {"epochs", required_argument, NULL, 'e'}, {"batch", required_argument, NULL, 'b'},  {"hidden", required_argument, NULL, 'w'},
    {"seed", required_argument, NULL, 's'},   {"target", required_argument, NULL, 't'}, {"compare", no_argument, NULL, 'c'},
    {"out", required_argument, NULL, 'o'},    {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0}};

command_line command_line_read(int argc, char** argv) {
  command_line got = defaults;
  int single = 0; /* an option that makes sense for one training only */
  for (int letter; (letter = getopt_long(argc, argv, "", known, NULL)) != -1;) {
    switch (letter) {
    case 'd': got.data = optarg; break;
    case 'r': got.rule = optarg, single = 1; break;
    case 'l': got.lr = option_real("lr", optarg, 1e-9, 1e3), single = 1; break;
    case 'e': got.epochs = (int)option_integer("epochs", optarg, 1, 100000); break;
    case 'b': got.batch = (int)option_integer("batch", optarg, 1, 1000000); break;
    case 'w': got.hidden = (int)option_integer("hidden", optarg, 1, 100000); break;
    case 's': got.seed = (uint64_t)option_integer("seed", optarg, 0, 2147483647); break;
    case 't': got.target = option_real("target", optarg, 0, 100), single = 1; break;
    case 'c': got.compare = 1; break;
    case 'o': got.out = optarg; break;
    case 'h': help(argv[0]); exit(0);
    default: option_unknown(argv[0]);
    }
  }
  option_no_more(argc, argv, optind);
  if (got.compare && single) {
    fprintf(stderr, "error: --compare trains with every rule: --rule, --lr and --target do not go with it\n");
    option_unknown(argv[0]);
  }
  return got;
}
