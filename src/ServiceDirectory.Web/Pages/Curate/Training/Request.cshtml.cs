using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Community.Receipts;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;
using ServiceDirectory.Web.Pages.Training;

namespace ServiceDirectory.Web.Pages.Curate.Training;

/// <summary>One request, from its answer to the certificate: for whoever was asked, and to read for whoever asked.</summary>
[Needs(Deed.ReadTraining)]
public sealed class RequestModel(TrainingService training, TrainingReader trainings, ReceiptService receipts, DirectorySecrets secrets) : TrainingModel
{
    public TrainingRequest Asked { get; private set; } = null!;

    /// <summary>What was written to and fro with a school.</summary>
    public IReadOnlyList<ReceivedText> Received { get; private set; } = [];

    /// <summary>Label and words of what was written.</summary>
    public IEnumerable<(string Label, string Words)> Lines => Asked.Words is not { } words ? [] : new (string, string?)[]
    {
        ("Training.Institution", words.Institution), ("Training.Email", words.Email), ("Training.Course", words.Course), ("Training.YearGroup", words.YearGroup),
        ("Training.HoursAsked", words.Hours), ("Training.Goals", words.Goals), ("Training.Budget", words.Budget),
    }.Where(line => line.Item2 is not null).Select(line => (line.Item1, line.Item2!));

    /// <summary>Where those who come say what they know, before and after; null: it is not the time.</summary>
    public (string Before, string After)? Forms => Asked.Session is not { } session || Today > session.HeldOn.PlusDays(OutcomeService.Days) ? null
        : (Links.Outcome(OutcomeLink.Seal(secrets, session, OutcomePhase.Before)), Links.Outcome(OutcomeLink.Seal(secrets, session, OutcomePhase.After)));

    /// <summary>What was typed, or else what is known.</summary>
    public string? TypedOr(string field, string? known) => Request.HasFormContentType ? Typed(field) : known;

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = TrainingField.Id)] string? id, CancellationToken cancellationToken) =>
        string.IsNullOrEmpty(id) ? new SeeOther(Links.Training(Seat.Code)) : await FindAsync(id, cancellationToken) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync([FromQuery(Name = TrainingField.Id)] string? id, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(id))
            return new SeeOther(Links.Training(Seat.Code));
        if (!await FindAsync(id, cancellationToken) || !Asked.IsOurs || !May(Deed.Train))
            return NotFound();
        try
        {
            if (!await DoAsync(cancellationToken))
                return NotSaved();
            return new SeeOther(Links.TrainingRequest(Seat.Code, Asked.Id));
        }
        catch (ListingInvalidException invalid)
        {
            Refuse(invalid);
        }
        catch (ListingRefusedException refused)
        {
            Refuse(refused);
        }

        // As it stands now: somebody else may have been faster.
        await FindAsync(id, cancellationToken);
        return NotSaved();
    }

    private async Task<bool> FindAsync(string id, CancellationToken cancellation)
    {
        Asked = (Guid.TryParse(id, out var request) ? await trainings.FindAsync(Seat.OrganisationId, request, cancellation) : null)!;
        if (Asked is { IsOurs: true, ServiceCode: null })
            Received = await receipts.OfSchoolAsync(Asked.Id, cancellation);
        return Asked is not null;
    }

    private async Task<bool> DoAsync(CancellationToken cancellation)
    {
        switch (Typed(TrainingField.Do))
        {
            case TrainingDo.Accept:
                await training.AnswerAsync(Asked.Id, accepts: true, Side, cancellation);
                return true;
            case TrainingDo.Decline:
                await training.AnswerAsync(Asked.Id, accepts: false, Side, cancellation);
                return true;
            case TrainingDo.Plan:
                return await PlanAsync(cancellation);
            case TrainingDo.CallOff when Asked.Session is { } session:
                await training.CallOffAsync(session.Id, Side, cancellation);
                return true;
            case TrainingDo.Record when Asked.Session is { } session:
                return await RecordAsync(session.Id, cancellation);
            case TrainingDo.Certify when Asked.Session is { } session:
                await training.CertifyAsync(session.Id, Side, cancellation);
                return true;
            case TrainingDo.Reply:
                await receipts.ReplyToSchoolAsync(Asked.Id, Typed(TrainingField.Reply), Today, Actor, cancellation);
                return true;
            case TrainingDo.Teach when Asked.Session is { } session:
                await training.NoteTeachingAsync(
                    new NoteTeaching(
                        session.Id,
                        new TeachingWords
                        {
                            Institution = Typed(TrainingField.Institution).Trim(),
                            Course = Typed(TrainingField.Course).Trim(),
                            YearGroup = Typed(TrainingField.YearGroup).Trim() is { Length: > 0 } year ? year : null,
                            Goals = Typed(TrainingField.Goals).ReplaceLineEndings("\n").Trim(),
                        },
                        Number(Typed(TrainingField.Hours)) ?? 0, Request.Has(TrainingField.Repeats), Request.Has(TrainingField.Peers)),
                    Side,
                    cancellation);
                return true;
            default:
                return false;
        }
    }

    private async Task<bool> PlanAsync(CancellationToken cancellation)
    {
        if (Day(TrainingField.Day) is not { } day)
        {
            Mark((TrainingField.Day, "Training.DayWrong"));
            return false;
        }

        await training.PlanAsync(
            new PlanTraining(
                Asked.Id, null, day, Time(TrainingField.Time), Number(Typed(TrainingField.Minutes)) ?? 0,
                EnumSlug.TryParse<TrainingMode>(Typed(TrainingField.Mode), out var mode) ? mode : TrainingMode.InPerson,
                Typed(TrainingField.Place), Slugs<TrainingTopic>(TrainingField.Topic), Request.Has(TrainingField.Paid)),
            Side,
            cancellation);
        return true;
    }

    private async Task<bool> RecordAsync(Guid session, CancellationToken cancellation)
    {
        string[] fields = [TrainingField.FrontDesk, TrainingField.Clinical, TrainingField.Managers, TrainingField.Students, TrainingField.Percent];
        var counted = fields.Select(field => (Field: field, Number: Typed(field).Length == 0 ? 0 : Number(Typed(field)) ?? -1)).ToList();
        var wrong = counted.Where(one => one.Number < 0 || one.Number > (one.Field == TrainingField.Percent ? 100 : Heads.Most)).Select(one => (one.Field, "Training.NumberWrong")).ToArray();
        if (wrong.Length > 0)
        {
            Mark(wrong);
            return false;
        }

        await training.RecordAsync(
            session, new Heads(counted[0].Number, counted[1].Number, counted[2].Number, counted[3].Number, Asked.ServiceCode is null ? 0 : counted[4].Number), Side, cancellation);
        return true;
    }
}
