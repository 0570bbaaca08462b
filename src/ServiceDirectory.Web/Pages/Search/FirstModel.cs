using ServiceDirectory.Core.Catalogue;

namespace ServiceDirectory.Web.Pages.Search;

/// <summary>What to do and by when, and whom to call.</summary>
/// <param name="Needs">What is looked for.</param>
/// <param name="Urgent">By situation.</param>
/// <param name="HasLines">A line for each need follows.</param>
public sealed record FirstModel(IReadOnlyList<Need> Needs, IReadOnlyList<UrgentLines> Urgent, bool HasLines)
{
    /// <summary>What to do is said here; else in the line of each need, so that none is named twice on a small screen.</summary>
    public bool SaysNotes => Needs.Count == 1 || !HasLines;

    /// <summary>What is said of a need that can wait is medicine, here or in its line. What is urgent has its mark with its lines.</summary>
    public bool IsMarked => Urgent.Count == 0 && Needs.Any(need => need is { Note: not null, Medical: true });

    /// <summary>Null where nothing is urgent. All situations of a search are in one country.</summary>
    public AmbulanceModel? Ambulance =>
        Urgent.Count == 0 ? null : new AmbulanceModel(Urgent[0].EmergencyNumber, Urgent.Any(urgent => urgent.Situation.EmergencyFirst));
}

/// <param name="Number">By which an ambulance is called; null: not known there.</param>
/// <param name="EmergencyFirst">To call it is the first thing to do.</param>
public sealed record AmbulanceModel(string? Number, bool EmergencyFirst);
