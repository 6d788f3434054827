#include "vector_file.h"

#include <dlopt.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>

namespace dlopt_test {
namespace {

// One line of a file as words, with its place for complaints.
struct line_reader {
  std::string file;
  int line = 0;
  std::vector<std::string> words;
  size_t next = 0;

  [[noreturn]] void broken(const std::string& why) const {
    std::fprintf(stderr, "%s:%d: %s\n", file.c_str(), line, why.c_str());
    std::exit(2);
  }
  bool done() const { return next == words.size(); }
  std::string word() {
    if (done()) broken("the line is too short");
    return words[next++];
  }
  double number() {
    const std::string text = word();
    char* end;
    const double value = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || *end) broken("not a number: " + text);
    return value;
  }
  int64_t whole() {
    const double value = number();
    if (value != std::floor(value)) broken("not a whole number");
    return int64_t(value);
  }
  numbers rest_as_numbers() {
    numbers out;
    while (!done()) out.push_back(number());
    return out;
  }
  std::vector<std::string> rest() {
    std::vector<std::string> out(words.begin() + long(next), words.end());
    next = words.size();
    return out;
  }
};

// Reads a line of a record into that record. Returns false for a key that the record does not have.
using key_reader = std::function<bool(const std::string& key, line_reader& in)>;

// Makes the reader of a record from its first line, or an empty one when the kind is unknown.
using record_opener = std::function<key_reader(const std::string& kind, const std::string& name)>;

bool next_line(std::ifstream& stream, line_reader& in) {
  std::string text;
  while (std::getline(stream, text)) {
    in.line++;
    std::istringstream split(text);
    in.words.clear();
    in.next = 0;
    for (std::string word; split >> word;) in.words.push_back(word);
    if (!in.words.empty() && in.words[0][0] != '#') return true;
  }
  return false;
}

void read_file(const std::string& name, const record_opener& open) {
  line_reader in;
  in.file = std::string(DLOPT_VECTORS_DIR) + "/" + name;
  std::ifstream stream(in.file);
  if (!stream) in.broken("cannot be read");
  key_reader record;
  while (next_line(stream, in)) {
    const std::string key = in.word();
    if (!record) {
      record = open(key, in.word());
      if (!record) in.broken("no such record: " + key);
    } else if (key == "end") {
      record = nullptr;
    } else if (key == "oracles") {
      in.rest(); // for people
    } else if (!record(key, in)) {
      in.broken("no such line: " + key);
    }
    if (!in.done()) in.broken("the line is too long");
  }
  if (record) in.broken("the last record has no end");
}

key_reader read_gradients(gradient_set& set) {
  return [&set](const std::string& key, line_reader& in) {
    if (key == "dtypes") return set.dtypes = in.rest(), true;
    if (key == "shape") {
      const int slot = int(in.whole());
      for (double size : in.rest_as_numbers()) set.shapes[slot].push_back(int64_t(size));
      return true;
    }
    if (key == "start") {
      const int slot = int(in.whole());
      set.start[slot] = in.rest_as_numbers();
      return set.shapes.try_emplace(slot, 1, int64_t(set.start[slot].size())), true;
    }
    if (key != "grad") return false;
    const int step = int(in.whole()), slot = int(in.whole());
    set.gradients[step][slot] = in.rest_as_numbers();
    return true;
  };
}

key_reader read_schedule(schedule_record& record) {
  return [&record](const std::string& key, line_reader& in) {
    if (key == "value") {
      const int64_t step = in.whole();
      record.values[step] = in.number();
    } else if (key == "kind") {
      record.kind = in.word();
    } else if (key == "field") {
      const std::string field = in.word();
      record.fields[field] = in.word();
    } else if (key == "list") {
      const std::string field = in.word();
      record.lists[field] = in.rest_as_numbers();
    } else if (key == "metrics") {
      record.metrics = in.rest_as_numbers();
    } else if (key == "milestones") {
      for (double m : in.rest_as_numbers()) record.milestones.push_back(int64_t(m));
    } else if (key == "sequence" || key == "product" || key == "chain") {
      record.kind = key;
      record.children = in.rest();
    } else if (key == "warmup") {
      record.kind = key;
      record.children = {in.word()};
      record.warmup_steps = in.whole();
      record.warmup_kind = in.word();
    } else {
      return false;
    }
    return true;
  };
}

bool read_setting(case_record& record, int group, const std::string& key, line_reader& in) {
  if (key != "set" && key != "follow") return false;
  const std::string hyper = in.word(), value = in.word();
  record.settings.push_back({group, hyper, key == "set" ? value : "", key == "set" ? "" : value});
  return true;
}

bool read_truth(case_record& record, const std::string& key, line_reader& in) {
  if (key != "norm" && key != "param" && key != "state") return false;
  step_truth& truth = record.steps[int(in.whole())];
  if (key == "norm") {
    record.has_norm = true;
    truth.norm = in.number();
    return true;
  }
  const int slot = int(in.whole());
  numbers& target = key == "param" ? truth.params[slot] : truth.states[slot][in.word()];
  target = in.rest_as_numbers();
  for (double v : target)
    if (!std::isfinite(v)) in.broken("not finite");
  return true;
}

key_reader read_case(case_record& record) {
  return [&record](const std::string& key, line_reader& in) {
    if (key == "rule") return record.rule = in.word(), true;
    if (key == "preset") return record.preset = in.word(), true;
    if (key == "gradients") return record.gradients = in.word(), true;
    if (key == "group") {
      const int group = int(in.whole());
      const std::string inner = in.word();
      return read_setting(record, group, inner, in);
    }
    if (key == "slot") {
      slot_setting& slot = record.slots[int(in.whole())];
      slot.group = int(in.whole());
      slot.lr_scale = in.number();
      slot.decay_scale = in.number();
      return true;
    }
    if (key == "loss") {
      const int step = int(in.whole());
      return record.losses[step] = in.number(), true;
    }
    if (key == "hessian") {
      const int step = int(in.whole()), slot = int(in.whole());
      return record.hessians[step][slot] = in.rest_as_numbers(), true;
    }
    if (key == "desc") {
      const std::string field = in.word();
      return record.desc[field] = in.word(), true;
    }
    return read_setting(record, -1, key, in) || read_truth(record, key, in);
  };
}

key_reader read_clip(clip_record& record) {
  return [&record](const std::string& key, line_reader& in) {
    if (key == "form") return record.form = in.word(), true;
    if (key == "limit") return record.limit = in.number(), true;
    if (key == "p") return record.p = in.number(), true;
    if (key == "value") return record.norm = in.number(), true;
    if (key != "tensor" && key != "clipped") return false;
    (key == "tensor" ? record.before : record.after).push_back(in.rest_as_numbers());
    return true;
  };
}

key_reader read_shaped(std::vector<shaped_gradient>& list) {
  return [&list](const std::string& key, line_reader& in) {
    if (key == "shape") {
      list.emplace_back();
      for (double size : in.rest_as_numbers()) list.back().shape.push_back(int64_t(size));
    } else if (key == "gradient") {
      list.back().gradient = in.rest_as_numbers();
    } else if (key == "param") {
      list.back().param = in.rest_as_numbers();
    } else {
      return false;
    }
    return true;
  };
}

key_reader read_process(process_record& record) {
  return [&record](const std::string& key, line_reader& in) {
    if (key == "call") return record.call = in.word(), true;
    if (key == "value") return record.value = in.number(), true;
    if (key == "after") {
      const size_t index = size_t(in.whole());
      return record.after[index] = in.rest_as_numbers(), true;
    }
    if (key != "set") return false;
    const std::string field = in.word();
    record.settings[field] = in.number();
    return true;
  };
}

key_reader read_history(history_record& record) {
  return [&record](const std::string& key, line_reader& in) {
    if (key == "form") return record.form = in.word(), true;
    if (key == "percentile") return record.percentile = in.number(), true;
    if (key == "capacity") return record.capacity = in.whole(), true;
    if (key != "norms" && key != "limits") return false;
    (key == "norms" ? record.norms : record.limits) = in.rest_as_numbers();
    return true;
  };
}

key_reader read_recipe(recipe_record& record) {
  return [&record](const std::string& key, line_reader& in) {
    if (key == "gradients") return record.gradients = in.word(), true;
    if (key == "length") {
      record.steps_per_epoch = in.whole();
      return record.total_steps = in.whole(), true;
    }
    if (key == "role") {
      const int slot = int(in.whole());
      return record.roles[slot] = in.word(), true;
    }
    if (key != "lr" && key != "param") return false;
    recipe_truth& truth = record.steps[int(in.whole())];
    if (key == "lr") return truth.lr = in.number(), true;
    const int slot = int(in.whole());
    return truth.params[slot] = in.rest_as_numbers(), true;
  };
}

key_reader read_drive(wrapping_drive& drive) {
  return [&drive](const std::string& key, line_reader& in) {
    if (key == "curvature") return drive.curvature = in.number(), true;
    const int first = int(in.whole());
    if (key == "start") {
      drive.start[first] = in.rest_as_numbers();
    } else if (key == "shape") {
      for (double size : in.rest_as_numbers()) drive.shapes[first].push_back(int64_t(size));
    } else if (key == "noise") {
      const int micro = int(in.whole()), slot = int(in.whole());
      drive.noise[first][micro][slot] = in.rest_as_numbers();
    } else {
      return false;
    }
    return true;
  };
}

bool read_wrapped_truth(wrapped_record& record, const std::string& key, line_reader& in) {
  if (key != "param" && key != "slow" && key != "average") return false;
  wrapped_truth& truth = record.steps[int(in.whole())];
  const int first = int(in.whole());
  numbers& target = key == "param" ? truth.params[first] : key == "slow" ? truth.slow[first] : truth.averages[first][int(in.whole())];
  target = in.rest_as_numbers();
  return true;
}

key_reader read_wrapped(wrapped_record& record) {
  return [&record](const std::string& key, line_reader& in) {
    if (key == "rule") return record.rule = in.word(), true;
    if (key == "wrap") return record.wrappers.push_back(in.word()), true;
    if (key == "micro") return record.micro = in.rest_as_numbers(), true;
    if (key == "set") {
      const std::string hyper = in.word();
      return record.settings[hyper] = in.number(), true;
    }
    if (key == "field") {
      const int wrapper = int(in.whole());
      const std::string field = in.word();
      return record.fields[wrapper][field] = in.word(), true;
    }
    if (key == "project") {
      projection_record& its = record.projections[int(in.whole())];
      its.lower = in.number(), its.upper = in.number();
      return its.unit = int32_t(in.whole()), true;
    }
    return read_wrapped_truth(record, key, in);
  };
}

// The record that was just appended to a list of records, with its name.
template <class Record> Record& append(std::vector<Record>& list, const std::string& name) {
  list.emplace_back();
  list.back().name = name;
  return list.back();
}

vector_files read_all() {
  vector_files all;
  read_file("gradients.txt", [&](const std::string& kind, const std::string& name) {
    return kind == "set" ? read_gradients(all.gradients[name]) : nullptr;
  });
  read_file("schedules.txt", [&](const std::string& kind, const std::string& name) {
    return kind == "schedule" ? read_schedule(append(all.schedules, name)) : nullptr;
  });
  read_file("clipping.txt", [&](const std::string& kind, const std::string& name) {
    return kind == "norm" ? read_clip(append(all.norms, name)) : kind == "clip" ? read_clip(append(all.clips, name)) : nullptr;
  });
  read_file("processing.txt", [&](const std::string& kind, const std::string& name) {
    return kind == "tensors"   ? read_shaped(all.shaped)
           : kind == "process" ? read_process(append(all.processes, name))
           : kind == "history" ? read_history(append(all.histories, name))
                               : nullptr;
  });
  read_file("recipes.txt", [&](const std::string& kind, const std::string& name) {
    return kind == "recipe" ? read_recipe(append(all.recipes, name)) : nullptr;
  });
  read_file("wrapping.txt", [&](const std::string& kind, const std::string& name) {
    return kind == "drive" ? read_drive(all.drive) : kind == "wrapped" ? read_wrapped(append(all.wrapped, name)) : nullptr;
  });
  std::vector<std::string> files = {"steps"};
  for (dlopt_rule rule = 1; rule <= dlopt_rule_count(); rule++) files.push_back(dlopt_rule_name(rule));
  for (const std::string& file : files)
    read_file(file + ".txt", [&](const std::string& kind, const std::string& name) -> key_reader {
      if (kind != "case") return nullptr;
      case_record& record = append(all.cases, name);
      record.file = file;
      return read_case(record);
    });
  return all;
}

} // namespace

const schedule_record& vector_files::schedule(const std::string& name) const {
  for (const schedule_record& record : schedules)
    if (record.name == name) return record;
  std::fprintf(stderr, "schedules.txt has no schedule %s\n", name.c_str());
  std::exit(2);
}

const vector_files& all_vectors() {
  static const vector_files all = read_all();
  return all;
}

} // namespace dlopt_test
