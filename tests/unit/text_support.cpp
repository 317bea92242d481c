#include "text_support.hpp"

#include <gtest/gtest.h>
#include <zip.h>

#include <array>
#include <memory>

namespace fabula::testing {

std::string make_zip(const entries& files, bool deflate, const std::string& password) {
  zip_error_t problem;
  zip_error_init(&problem);
  zip_source_t* source = zip_source_buffer_create(nullptr, 0, 0, &problem);
  zip_source_keep(source);
  zip_t* archive = zip_open_from_source(source, ZIP_TRUNCATE, &problem);
  EXPECT_NE(archive, nullptr);
  for (const auto& [name, bytes] : files) {
    zip_source_t* entry = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    const auto i =
        static_cast<zip_uint64_t>(zip_file_add(archive, name.c_str(), entry, ZIP_FL_ENC_UTF_8));
    zip_set_file_compression(archive, i, deflate ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    if (!password.empty()) zip_file_set_encryption(archive, i, ZIP_EM_AES_256, password.c_str());
  }
  EXPECT_EQ(zip_close(archive), 0);
  std::string out;
  zip_source_open(source);
  zip_stat_t stat;
  zip_stat_init(&stat);
  zip_source_stat(source, &stat);
  out.resize(stat.size);
  zip_source_read(source, out.data(), out.size());
  zip_source_close(source);
  zip_source_free(source);
  return out;
}

std::string make_epub(entries files) {
  entries all = {
      {"mimetype", "application/epub+zip"},
      {"META-INF/container.xml",
       "<?xml version=\"1.0\"?><container "
       "xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">"
       "<rootfiles><rootfile full-path=\"OEBPS/content.opf\"/></rootfiles></container>"}};
  for (auto& f : files)
    all.push_back(std::move(f));
  return make_zip(all);
}

std::string xhtml(std::string_view body, std::string_view head) {
  return std::string(
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n"
             "<html xmlns=\"http://www.w3.org/1999/xhtml\" "
             "xmlns:epub=\"http://www.idpf.org/2007/ops\"><head>")
      .append(head)
      .append("</head><body>")
      .append(body)
      .append("</body></html>");
}

std::string make_docx(std::string_view body, entries more) {
  const std::string_view w =
      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
  entries all = {{"[Content_Types].xml", "<Types/>"},
                 {"word/document.xml", std::string("<?xml version=\"1.0\"?><w:document ")
                                           .append(w)
                                           .append("><w:body>")
                                           .append(body)
                                           .append("</w:body></w:document>")}};
  for (auto& f : more) {
    if (const auto at = f.second.find('>'); f.first.starts_with("word/") && at != std::string::npos)
      f.second.insert(at, std::string(" ").append(w));
    all.push_back(std::move(f));
  }
  return make_zip(all);
}

text::document read(std::string_view bytes, std::string_view name,
                    std::optional<media_type> media) {
  auto d = text::read_document(bytes, name, media);
  if (!d) {
    ADD_FAILURE() << d.error().message();
    return {};
  }
  EXPECT_EQ(text::check_document(*d), "");
  EXPECT_EQ(d->source.kept_characters, d->source.visible_characters);
  return std::move(*d);
}

std::vector<std::string> chapters(const text::document& d) {
  std::vector<std::string> out;
  for (const chapter& c : d.chapters)
    out.push_back(std::string(to_string(c.kind)) + ": " + c.title);
  return out;
}

std::vector<std::string> paragraphs(const text::document& d) {
  std::vector<std::string> out;
  for (const paragraph& p : d.paragraphs)
    out.push_back((p.after_gap ? "+" : "") + std::string(to_string(p.kind)) + ": " +
                  d.text.substr(p.span.start.value, p.span.size()));
  return out;
}

std::vector<std::string> emphases(const text::document& d) {
  std::vector<std::string> out;
  for (const emphasis& e : d.emphases)
    out.push_back(d.text.substr(e.span.start.value, e.span.size()));
  return out;
}

error failure_of(std::string_view bytes, std::string_view name, std::optional<media_type> media) {
  const auto d = text::read_document(bytes, name, media);
  if (d) {
    ADD_FAILURE() << "this was read: " << d->text.substr(0, 80);
    return {};
  }
  EXPECT_EQ(d.error().file, name);
  EXPECT_FALSE(d.error().problem.empty());
  EXPECT_FALSE(d.error().remedy.empty());
  return d.error();
}

std::string prose(int sentences, int seed) {
  constexpr std::array<std::string_view, 7> k = {
      "The ferry was late again and nobody on the quay seemed to mind it much.",
      "Ines counted the gulls on the rail until there were more gulls than rail.",
      "A boy came by with a crate of lemons and set it down to watch the water.",
      "There had been a bridge here once, before the winter that took it away.",
      "She had the letter in her pocket and did not take it out to read it.",
      "Somebody on the other side was waving a lamp in slow and tired circles.",
      "It would have been quicker to walk round by the mill, as everyone knew."};
  std::string out;
  std::size_t column = 0;
  for (int i = 0; i < sentences; ++i) {
    const std::string_view s = k[static_cast<std::size_t>(i + seed) % k.size()];
    for (std::size_t at = 0; at < s.size();) {
      const std::size_t end = std::min(s.find(' ', at), s.size());
      const std::string_view word = s.substr(at, end - at);
      if (column + 1 + word.size() > 64) {
        out += '\n';
        column = 0;
      } else if (column > 0) {
        out += ' ';
        ++column;
      }
      out += word;
      column += word.size();
      at = end + 1;
    }
    if (i % 4 == 3 || i + 1 == sentences) {
      out += "\n\n";
      column = 0;
    }
  }
  return out;
}

}  // namespace fabula::testing
