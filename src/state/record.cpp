#include "state/record.h"

#include "core/registry.h"

namespace dlopt {

namespace {

// The next piece up to a separator, which is taken away, too.
text_piece next_piece(text_piece& rest, char separator) noexcept {
  const auto* end = static_cast<const char*>(rest.length ? std::memchr(rest.begin, separator, rest.length) : nullptr);
  const text_piece piece = {rest.begin, end ? size_t(end - rest.begin) : rest.length};
  const size_t taken = piece.length + (end != nullptr);
  rest = {rest.begin + taken, rest.length - taken};
  return piece;
}

size_t count_pieces(text_piece text, char separator) noexcept {
  size_t count = text.length > 0;
  for (size_t i = 0; i < text.length; ++i) count += text.begin[i] == separator;
  return count;
}

} // namespace

bool record_reader::find_from(const char* from, const char* name, text_piece& value) noexcept {
  const size_t length = std::strlen(name);
  for (const char* at = from; *at;) {
    const char* const end = strchrnul(at, ' ');
    const bool is_it = size_t(end - at) > length && at[length] == '=' && !std::memcmp(at, name, length);
    if (is_it) value = {at + length + 1, size_t(end - at) - length - 1};
    at = *end ? end + 1 : end;
    if (is_it) next_ = at;
    if (is_it) return true;
  }
  return false;
}

bool record_reader::find(const char* name, text_piece& value) noexcept {
  if (find_from(next_, name, value) || find_from(text_, name, value)) {
    ++found_;
    return true;
  }
  if (!status_) status_ = fail(DLOPT_ERR_CORRUPT, "%s of the checkpoint: it has no field %s", quoted(key_).text(), name);
  return false;
}

void record_reader::refuse(const char* name, const char* wanted) noexcept {
  if (!status_) status_ = fail(DLOPT_ERR_OUT_OF_RANGE, "%s in %s of the checkpoint: wanted %s", name, quoted(key_).text(), wanted);
}

bool record_reader::read_number(const char* name, int64_t& value, int64_t least, int64_t most) noexcept {
  text_piece text;
  if (!find(name, text)) return false;
  if (!read_whole(text, value)) refuse(name, "a whole number");
  else if (value < least || value > most) {
    if (!status_)
      status_ = fail(DLOPT_ERR_OUT_OF_RANGE, "%s in %s of the checkpoint: got %lld, wanted %lld to %lld", name, quoted(key_).text(),
                     (long long)value, (long long)least, (long long)most);
  }
  return !status_;
}

void record_reader::real(const char* name, double& value, double least, double most) noexcept {
  text_piece text;
  double read = 0;
  if (!find(name, text)) return;
  if (!read_real(text, read)) return refuse(name, "a number");
  if (!(read >= least && read <= most)) {
    if (!status_)
      status_ = fail(DLOPT_ERR_OUT_OF_RANGE, "%s in %s of the checkpoint: got %s, wanted a number in [%s, %s]", name, quoted(key_).text(),
                     number(read).text(), number(least).text(), number(most).text());
    return;
  }
  if (!status_) value = read;
}

void record_reader::value(const hyper_row& row, double& value) noexcept {
  double read = 0;
  real(row.name, read, row.lower, row.upper);
  if (!status_) status_ = check_value(row, read, "the checkpoint");
  if (!status_) value = read;
}

text_piece record_reader::word(const char* name) noexcept {
  text_piece text = {"", 0};
  find(name, text);
  return text;
}

size_t record_reader::list_count(const char* name) noexcept {
  text_piece text;
  if (!find(name, text)) return 0;
  --found_; // the values count
  return count_pieces(text, ',');
}

template <class T, class Read>
void record_reader::read_list(const char* name, T* values, size_t count, T least, T most, Read read) noexcept {
  text_piece text;
  if (!find(name, text)) return;
  if (count_pieces(text, ',') != count) return refuse(name, "another number of values");
  for (size_t i = 0; i < count; ++i) {
    T value;
    if (!read(next_piece(text, ','), value) || !(value >= least && value <= most)) return refuse(name, "numbers within their bounds");
    if (!status_) values[i] = value;
  }
}

void record_reader::list(const char* name, int64_t* values, size_t count, int64_t least, int64_t most) noexcept {
  read_list(name, values, count, least, most, read_whole);
}
void record_reader::list(const char* name, double* values, size_t count, double least, double most) noexcept {
  read_list(name, values, count, least, most, read_real);
}

dlopt_status record_reader::finish() noexcept {
  if (!status_ && found_ != count_pieces({text_, std::strlen(text_)}, ' '))
    status_ = fail(DLOPT_ERR_VERSION, "%s of the checkpoint: it has fields that this version does not know", quoted(key_).text());
  return status_;
}

} // namespace dlopt
