#include "writer/batch/batch.hpp"

#include <algorithm>
#include <compare>
#include <utility>

namespace vedette::writer {

void add_result(Batch& batch, model::ProbeResult& result, const KnownNames& known,
                std::uint32_t record) {
  if (const auto ids = known.find_described(result)) {
    add_row(batch, result, *ids, record);
  } else {
    batch.unnamed.push_back(record);
  }
}

void add_row(Batch& batch, model::ProbeResult& result, const RowIds& ids, std::uint32_t record) {
  Fact& row = batch.rows.emplace_back(make_fact(result, ids, record));
  if (row.message.empty()) return;
  row.message = batch.messages.emplace_back(std::move(result.facts.message));
}

BatchSize size_of(const Batch& batch) {
  return {batch.records.size(), batch.bytes, batch.unnamed.size()};
}

void sort_rows(Batch& batch) {
  // Rows are large: what is sorted is where they stand.
  struct Place {
    RowKey key;
    std::uint32_t record = 0;
    std::uint32_t row = 0;

    auto operator<=>(const Place&) const = default;
  };
  std::vector<Place> places;
  places.reserve(batch.rows.size());
  for (const Fact& row : batch.rows) {
    places.push_back({row.key(), row.record, static_cast<std::uint32_t>(places.size())});
  }
  std::ranges::sort(places);
  std::vector<Fact> sorted;
  sorted.reserve(places.size());
  for (const Place& place : places) {
    if (!sorted.empty() && sorted.back().key() == place.key) {
      ++batch.doubles;
    } else {
      sorted.push_back(batch.rows[place.row]);
    }
  }
  batch.rows = std::move(sorted);
}

}  // namespace vedette::writer
