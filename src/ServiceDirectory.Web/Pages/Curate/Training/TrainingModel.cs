using System.Globalization;
using NodaTime;
using NodaTime.Text;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>A page with a form about training: what was typed, and what was wrong with it.</summary>
public abstract class TrainingModel : CurateModel
{
    /// <summary>Field and key of what is said about it.</summary>
    public IReadOnlyDictionary<string, string> Wrong { get; private set; } = new Dictionary<string, string>();

    /// <summary>The key of what stands against it; null: nothing.</summary>
    public string? Refused { get; private set; }

    public TrainingSide Side => new(Seat.OrganisationId, Member.AccountId, Today);

    /// <summary>What was typed, also after it was refused.</summary>
    public string Typed(string field) => Request.HasFormContentType ? Request.Form[field].ToString() : "";

    /// <summary>Those of several that were ticked.</summary>
    public IReadOnlyList<string> Ticked(string field) => Request.HasFormContentType ? [.. Request.Form[field].OfType<string>()] : [];

    /// <summary>Key of what is wrong with a field; null: nothing.</summary>
    public string? WrongWith(string field) => Wrong.GetValueOrDefault(field);

    protected void Refuse(ListingRefusedException refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        Refused = refused.Rule switch
        {
            "training_request_people" => "Training.NoPeople",
            "training_request_twice" => "Training.AskedBefore",
            "training_offer_over" => "Training.OfferOver",
            "training_session_heads" => "Training.NobodyThere",
            "training_session_held" => "Training.WasHeld",
            "training_certificate_half" => "Training.NotHalf",
            "teaching_record_over" => "Training.TooLongAgo",
            "certificate_tie" => "Training.OwnService",
            _ => "Training.Refused",
        };
    }

    protected void Refuse(ListingInvalidException invalid)
    {
        ArgumentNullException.ThrowIfNull(invalid);
        Wrong = invalid.Problems.GroupBy(problem => FieldOf(problem.Field)).ToDictionary(of => of.Key, of => WrongFields.KeyOf(of.First()));
    }

    protected void Mark(params ReadOnlySpan<(string Field, string Key)> wrong)
    {
        var marked = new Dictionary<string, string>(Wrong);
        foreach (var (field, key) in wrong)
            marked.TryAdd(field, key);
        Wrong = marked;
    }

    protected static int? Number(string typed) => int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    protected LocalDate? Day(string field) => LocalDatePattern.Iso.Parse(Typed(field)) is { Success: true } day ? day.Value : null;

    protected LocalTime? Time(string field) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(Typed(field)) is { Success: true } time ? time.Value : null;

    protected IReadOnlyList<T> Slugs<T>(string field)
        where T : struct, Enum => [.. Ticked(field).Where(slug => EnumSlug.TryParse<T>(slug, out _)).Select(EnumSlug.Parse<T>).Distinct()];

    private static string FieldOf(string path) => path.Split('.')[0] switch
    {
        "topics" => TrainingField.Topic,
        "audiences" => TrainingField.Audience,
        "modes" => TrainingField.Mode,
        "largestGroup" => TrainingField.Group,
        var same => same,
    };
}
