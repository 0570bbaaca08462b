using System.Globalization;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;

namespace ServiceDirectory.Core.Import;

/// <summary>What rows are read with.</summary>
/// <param name="Find">The place that a text means, with the country of the directory.</param>
/// <param name="Place">By GeoNames id.</param>
/// <param name="Town">What a listing has to know of it.</param>
public sealed record SheetPlaces(Func<string, string, PlaceAnswer> Find, Func<int, Place?> Place, Func<int, ListingPlace?> Town)
{
    /// <summary>The town that a list names; null: there is none.</summary>
    /// <param name="town">In one line.</param>
    /// <param name="country">Empty: it does not say.</param>
    /// <param name="home">The country that is meant first.</param>
    /// <param name="remark">Takes what was guessed or not found.</param>
    internal Place? Read(string town, string country, string home, Action<RemarkKind, string?> remark)
    {
        if (town.Length == 0)
            return null;
        switch (Find(country.Length > 0 ? $"{town}, {country}" : town, home))
        {
            case PlaceAnswer.Found { Match: PlaceMatch.Exact or PlaceMatch.PostalCode } found:
                return found.Place;
            case PlaceAnswer.Found near:
                remark(RemarkKind.TownGuessed, near.Place.FullName);
                return near.Place;
            case PlaceAnswer.Ask ask:
                remark(RemarkKind.TownGuessed, ask.Candidates[0].FullName);
                return ask.Candidates[0];
            default:
                remark(RemarkKind.TownUnknown, town.Length > 60 ? town[..60] : town);
                return null;
        }
    }
}

/// <summary>
/// Reads rows of a list into what may be kept of them. The street of a place that hides, or of which nobody knows what it is, is gone
/// here: before anything is compared, hashed or stored.
/// </summary>
/// <param name="catalogue">What needs there are.</param>
/// <param name="needs">Reads needs out of words.</param>
/// <param name="places">Towns.</param>
/// <param name="homeCountry">Where a number or a town is that does not say so.</param>
public sealed class RowReader(DirectoryCatalogue catalogue, NeedMatcher needs, SheetPlaces places, string homeCountry)
{
    /// <summary>Words about one thing rarely help with more.</summary>
    private const int NeedsOfWords = 2;

    private const int NeedsOfName = 3;

    /// <summary>Characters in which needs are looked for; what stands further on explains what was said.</summary>
    internal const int MostWords = 300;

    private static readonly char[] s_between = [';', ',', '\n', '|', '/', '•', '،', '؛'];

    private readonly Dictionary<string, int> _labels = catalogue.Needs
        .SelectMany(need => catalogue.Languages.Select(language => HeaderText.Key(catalogue.Label(need, language))).Append(need.Slug).Select(key => (key, need.Id)))
        .DistinctBy(entry => entry.key).ToDictionary(entry => entry.key, entry => entry.Id, StringComparer.Ordinal);

    private readonly HidingRules _rules = new(catalogue, needs, places);

    public ReadRow Read(SheetRow row, IReadOnlyList<ColumnUse> uses)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(uses);
        return new Walk(this, row, uses).Read();
    }

    /// <summary>One row.</summary>
    private sealed class Walk(RowReader reader, SheetRow row, IReadOnlyList<ColumnUse> uses)
    {
        private readonly SortedDictionary<ColumnUse, string> _values = [];
        private readonly List<RowRemark> _remarks = [];
        private readonly Discretion _discretion = new([Cell(row, uses, ColumnUse.Street), Cell(row, uses, ColumnUse.PostalCode)]);

        public ReadRow Read()
        {
            string name = Line(ColumnUse.Name);
            string kindWords = string.Join(' ', Of(ColumnUse.Kind), Of(ColumnUse.Provider));
            string everything = string.Join(
                '\n', name, Of(ColumnUse.OtherName), kindWords, Of(ColumnUse.Needs), Of(ColumnUse.Summary), Of(ColumnUse.Description), Of(ColumnUse.Note));
            var kind = SheetKind.Read(Of(ColumnUse.Kind), Of(ColumnUse.Provider), everything);
            var found = Needs(name);
            bool hides = reader._rules.Hides(kind, found, everything);
            if (Has(ColumnUse.Kind))
                Put(ColumnUse.Kind, kind.Provider is { } provider ? EnumSlug.Of(provider) : null, isEmpty: Of(ColumnUse.Kind).Length == 0);
            if (Has(ColumnUse.Needs) || Has(ColumnUse.Kind) || found.Count > 0)
                Put(ColumnUse.Needs, found.Count > 0 ? string.Join(',', found) : null, isEmpty: Of(ColumnUse.Needs).Length == 0);
            Put(ColumnUse.Name, name);
            Texts(hides);
            Town(hides);
            Contacts(hides);
            Languages();
            return new ReadRow(row.Number, Known(ColumnUse.Code), Known(ColumnUse.Reference), _values, Note(hides), _remarks, ProblemOf(name, hides));
        }

        private RowProblem? ProblemOf(string name, bool hides) =>
            name.Length == 0 ? RowProblem.NoName
            : name.Length > ListingLimits.Name ? RowProblem.NameTooLong
            : hides && _discretion.TellsInName(name) ? RowProblem.NameTellsStreet
            : null;

        private List<int> Needs(string name)
        {
            var found = new List<int>();
            foreach (string words in Of(ColumnUse.Needs).Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (reader.NeedCalled(words) is { } whole)
                    found.Add(whole);
                else
                    found.AddRange(Split(words).SelectMany(ReadNeeds));
            }

            if (found.Count == 0)
                found.AddRange(Split(Of(ColumnUse.Kind)).SelectMany(words => reader.NeedsOf(words, NeedsOfWords)));
            if (found.Count == 0)
                found.AddRange(reader.NeedsOf(string.Join(' ', name, Of(ColumnUse.Summary)), NeedsOfName));
            return [.. found.Distinct().Take(ListingLimits.Needs)];
        }

        private List<int> ReadNeeds(string words)
        {
            var read = reader.NeedsOf(words, NeedsOfWords);
            if (read.Count == 0)
                Remark(RemarkKind.NeedUnread, words.Length > 60 ? words[..60] : words);
            return read;
        }

        /// <summary>Words that stand in the entry, without what gives a hidden place away.</summary>
        private void Texts(bool hides)
        {
            foreach (var (use, longest) in new[]
            {
                (ColumnUse.Summary, ListingLimits.Summary), (ColumnUse.Description, ListingLimits.Description), (ColumnUse.Cost, ListingLimits.Words),
                (ColumnUse.Provider, ListingLimits.Name), (ColumnUse.OtherName, ListingLimits.Name),
            })
            {
                if (!Has(use))
                    continue;
                string text = use is ColumnUse.OtherName ? Names(Of(use)) : Of(use);
                if (hides)
                    text = use is ColumnUse.Provider or ColumnUse.OtherName ? CleanName(text) : Clean(text);
                string[] parts = use is ColumnUse.OtherName ? text.Split("; ") : [text];
                if (parts.Max(part => part.Length) > longest)
                    Remark(RemarkKind.TooLong, text[..40]);
                else
                    Put(use, text);
            }
        }

        private void Town(bool hides)
        {
            string street = Line(ColumnUse.Street), code = Line(ColumnUse.PostalCode);
            var place = PlaceOf();
            // Without a street it is an area, too.
            if (place is not null && (hides || street.Length == 0))
                place = reader._rules.HidingPlace(place, Remark);
            if (place is not null)
                Put(ColumnUse.Town, place.GeoNameId.ToString(CultureInfo.InvariantCulture));
            else if (Has(ColumnUse.Town) && Of(ColumnUse.Town).Length == 0)
                Put(ColumnUse.Town, "");
            if (hides && (street.Length > 0 || code.Length > 0))
                Remark(RemarkKind.StreetLeftOut);
            if (hides || place is null || street.Length == 0)
                return;
            if (street.Length > ListingLimits.Street || code.Length > ListingLimits.PostalCode)
                Remark(RemarkKind.TooLong, street.Length > 40 ? street[..40] : code);
            if (Has(ColumnUse.Street) && street.Length <= ListingLimits.Street)
                Put(ColumnUse.Street, street);
            if (Has(ColumnUse.PostalCode) && code.Length <= ListingLimits.PostalCode)
                Put(ColumnUse.PostalCode, code);
        }

        private Place? PlaceOf() =>
            int.TryParse(Of(ColumnUse.PlaceNumber), out int number) && reader.Places.Place(number) is { } exact
                ? exact
                : reader.Places.Read(Line(ColumnUse.Town), Line(ColumnUse.Country), reader.Home, Remark);

        private void Contacts(bool hides)
        {
            if (Has(ColumnUse.Phone))
            {
                string text = Of(ColumnUse.Phone);
                var numbers = PhoneRules.Read(text, reader.CountryOf(_values.GetValueOrDefault(ColumnUse.Town), Line(ColumnUse.Country))).Take(ListingLimits.Phones).ToList();
                if (numbers.Count == 0 && text.Length > 0)
                    Remark(RemarkKind.PhoneUnread, text.Length > 40 ? text[..40] : text);
                Put(ColumnUse.Phone, numbers.Count > 0 ? string.Join("; ", numbers) : null, isEmpty: text.Length == 0);
            }

            if (Has(ColumnUse.Website))
            {
                string text = Of(ColumnUse.Website);
                string? address = ContactText.Website(text);
                if (address is not null && hides && _discretion.Tells(Uri.UnescapeDataString(address)))
                    address = null;
                if (address is null && text.Length > 0)
                    Remark(RemarkKind.WebsiteUnread, text.Length > 60 ? text[..60] : text);
                Put(ColumnUse.Website, address, isEmpty: text.Length == 0);
            }

            if (Has(ColumnUse.Email))
            {
                string text = Of(ColumnUse.Email);
                string? address = ContactText.Email(text);
                if (address is null && text.Length > 0)
                    Remark(RemarkKind.EmailUnread);
                else if (address is not null && ContactText.IsOfPerson(address, $"{Of(ColumnUse.Name)} {Of(ColumnUse.OtherName)} {Of(ColumnUse.Provider)}"))
                {
                    Remark(RemarkKind.EmailOfPerson);
                    address = null;
                }

                Put(ColumnUse.Email, address, isEmpty: text.Length == 0);
            }
        }

        private void Languages()
        {
            if (!Has(ColumnUse.Languages))
                return;
            var tags = new List<string>();
            foreach (string words in SheetLanguages.Split(Of(ColumnUse.Languages)))
            {
                if (SheetLanguages.Tag(words) is { } tag)
                    tags.Add(tag);
                else
                    Remark(RemarkKind.LanguageUnread, words.Length > 40 ? words[..40] : words);
            }

            Put(ColumnUse.Languages, string.Join(',', tags.Distinct().Take(ListingLimits.Languages)));
        }

        /// <summary>Hours as they stand there: they are typed in one by one later, and until then nobody should have to look for the list.</summary>
        private string? Note(bool hides)
        {
            string note = string.Join('\n', new[] { Of(ColumnUse.Hours), Of(ColumnUse.Note) }.Where(text => text.Length > 0));
            if (hides)
                note = Clean(note);
            return note.Length == 0 ? null : note.Length > ListingLimits.Description ? note[..ListingLimits.Description] : note;
        }

        private string Clean(string text)
        {
            var (kept, isLess) = _discretion.Clean(text);
            if (isLess)
                Remark(RemarkKind.SentenceLeftOut);
            return kept;
        }

        private string CleanName(string text)
        {
            string[] names = text.Split("; ");
            string[] kept = [.. names.Where(name => !_discretion.TellsInName(name))];
            if (kept.Length < names.Length)
                Remark(RemarkKind.SentenceLeftOut);
            return string.Join("; ", kept);
        }

        private void Remark(RemarkKind kind, string? words = null)
        {
            if (!_remarks.Exists(remark => remark.Kind == kind && remark.Words == words))
                _remarks.Add(new RowRemark(kind, words));
        }

        private void Put(ColumnUse use, string? value, bool isEmpty = false)
        {
            if (value is not null)
                _values[use] = value;
            else if (isEmpty)
                _values[use] = "";
        }

        private bool Has(ColumnUse use) => uses.Contains(use);

        private string? Known(ColumnUse use) => Of(use) is { Length: > 0 } text ? text : null;

        private string Of(ColumnUse use) => Cell(row, uses, use);

        private string Line(ColumnUse use) => string.Join(' ', Of(use).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        private static string Cell(SheetRow row, IReadOnlyList<ColumnUse> uses, ColumnUse use) =>
            string.Join('\n', Enumerable.Range(0, Math.Min(uses.Count, row.Cells.Count)).Where(at => uses[at] == use && row.Cells[at].Length > 0).Select(at => row.Cells[at]));

        private static string Names(string text) =>
            string.Join("; ", text.Split([';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(ListingLimits.Names));

        private static string[] Split(string text) => text.Split(s_between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private SheetPlaces Places => places;

    private string Home => homeCountry;

    private int? NeedCalled(string words) =>
        _labels.TryGetValue(HeaderText.Key(words), out int whole) ? whole : catalogue.FindNeed(words)?.Id;

    private List<int> NeedsOf(string words, int most) =>
        NeedCalled(words) is { } whole ? [whole] : [.. needs.Read(words.Length > MostWords ? words[..MostWords] : words).Needs.Take(most)];

    private string CountryOf(string? town, string country) =>
        int.TryParse(town, out int id) && places.Place(id) is { } place ? place.Country.Code
        : Countries.Contains(country.ToUpperInvariant()) ? country.ToUpperInvariant() : homeCountry;
}
